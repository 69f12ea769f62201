"""The PDF of a published summary."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic.base import View

from boards.views.base import PartnershipMixin
from core import clock
from core.models import RenderedFile
from core.papers import TooManyWaiting
from reports.views.papers import BUSY, file_of, follow, mend_paper
from summaries.models import SummaryVersion
from summaries.papers import paper_of_version


class SummaryPdf(PartnershipMixin, View):
    """The file, or the page that follows its making where it is not there yet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = get_object_or_404(
            SummaryVersion.objects.visible_to(request.user).select_related("paper"),
            summary__meeting__partnership=self.partnership,
            summary__meeting__pk=kwargs["pk"],
            number=kwargs["number"],
        )
        try:
            paper = version.paper or paper_of_version(version=version, at=clock.now())
        except TooManyWaiting:
            messages.error(request, BUSY)
            return redirect("meetings:detail", self.partnership.slug, kwargs["pk"])
        mend_paper(paper)
        return file_of(paper) if paper.state == RenderedFile.State.DONE else follow(paper)
