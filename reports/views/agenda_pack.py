"""The agenda and its papers as one PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import clock
from meetings.models import Meeting
from reports.choices import PaperKind
from reports.printing.agenda_pack import pack_for
from reports.views.papers import AsksForPaper


class AgendaPack(AsksForPaper):
    """Asks for the pack of what the reader sees: the public's, the members', or the officers' of a draft."""

    kind = PaperKind.AGENDA_PACK

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Meeting.objects.visible_to(request.user).filter(partnership=self.partnership)
        meeting = get_object_or_404(known.select_related("partnership", "body"), pk=kwargs["pk"])
        pack = pack_for(meeting, request.user, on=clock.today())
        back = reverse("agendas:agenda", args=[self.partnership.slug, meeting.pk])
        if not pack.about["items"]:
            messages.error(request, "There is nothing on the agenda that could be made into a PDF.")
            return redirect(back)
        day = meeting.held_on.isoformat() if meeting.held_on else "undated"
        return self.ask(pack.about, filename=f"agenda-{day}", is_public=pack.is_public, back=back)
