"""The agenda and its papers as one PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic.base import View

from boards.views.base import PartnershipMixin
from core import clock
from core.models import User
from core.papers import TooManyWaiting, ask_for_paper
from meetings.models import Meeting
from reports.choices import PaperKind
from reports.printing.agenda_pack import pack_for
from reports.views.papers import BUSY, follow


class AgendaPack(PartnershipMixin, View):
    """Asks for the pack of what the reader sees: the public's, the members', or the officers' of a draft."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Meeting.objects.visible_to(request.user).filter(partnership=self.partnership)
        meeting = get_object_or_404(known.select_related("partnership", "body"), pk=kwargs["pk"])
        pack = pack_for(meeting, request.user, on=clock.today())
        if not pack.about["items"]:
            messages.error(request, "There is nothing on the agenda that could be made into a PDF.")
            return redirect("agendas:agenda", self.partnership.slug, meeting.pk)
        day = meeting.held_on.isoformat() if meeting.held_on else "undated"
        try:
            paper = ask_for_paper(
                kind=PaperKind.AGENDA_PACK,
                scope=self.partnership.slug,
                about=pack.about,
                filename=f"{self.partnership.slug}-agenda-{day}.pdf",
                is_public=pack.is_public,
                by=request.user if isinstance(request.user, User) else None,
                at=clock.now(),
            )
        except TooManyWaiting:
            messages.error(request, BUSY)
            return redirect("agendas:agenda", self.partnership.slug, meeting.pk)
        return follow(paper)
