"""A summary as it was published at the time."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from meetings.views.base import MeetingMixin
from summaries.models import SummaryRevision


class RevisionShow(MeetingMixin, TemplateView):
    """A summary as it was published at the time, whatever came after it."""

    template_name = "summaries/revision.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = SummaryRevision.objects.visible_to(self.request.user).filter(summary__meeting=self.meeting)
        revision = get_object_or_404(known.select_related("paper"), number=self.kwargs["number"])
        newer = known.filter(number__gt=revision.number).order_by("-number").first()
        return super().get_context_data(revision=revision, newer=newer, **kwargs)
