"""The agenda: read by everybody once it is published, put in order by officers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView
from django.views.generic.base import View

from agendas.models import AgendaItem, Document
from agendas.rules import Line, Slot, agenda_warnings, moved
from agendas.services.agenda import (
    AgendaChanged,
    ReasonMissing,
    check_may_take_back,
    needs_reason,
    reorder_agenda,
    start_usual_agenda,
)
from agendas.services.reading import Agenda, agenda_for
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.rules.text import one_line
from meetings.views.base import MeetingMixin

LONGEST_REASON = 300
REASON_MISSING = "Enter why the agenda is changed after the meeting, then move the item: nothing was saved."
STALE = "Somebody has changed the agenda since you opened it. This is how it is now: nothing of yours was saved."


class AgendaShow(MeetingMixin, TemplateView):
    """What will be discussed, with its papers; before publication officers alone see it."""

    template_name = "agendas/agenda.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_manage = self.request.user.has_perm("meetings.manage_meetings", self.partnership)
        return super().get_context_data(
            agenda=agenda_for(self.meeting, self.request.user, on=clock.today()),
            is_published=self.meeting.agenda_published_at is not None,
            may_manage=may_manage,
            may_take_back=may_manage and self.may_take_back(),
            changes=self.meeting.agenda_changes.visible_to(self.request.user).select_related("made_by", "item"),
            **kwargs,
        )

    def may_take_back(self) -> bool:
        try:
            check_may_take_back(self.meeting, on=clock.today())
        except Refused:
            return False
        return self.meeting.agenda_published_at is not None


class AgendaEdit(MeetingMixin, TemplateView):
    """The items in their order; each can be moved by two buttons, and where scripts run by the mouse too."""

    permission = "meetings.manage_meetings"
    template_name = "agendas/agenda_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = agenda_for(self.meeting, self.request.user, on=clock.today())
        return super().get_context_data(
            agenda=agenda,
            order=",".join(str(line.item.pk) for line in agenda.lines),
            warnings=self.warnings(agenda),
            needs_reason=needs_reason(self.meeting, on=clock.today()),
            **({"said": self.said(agenda)} | kwargs),
        )

    def warnings(self, agenda: Agenda) -> list[str]:
        within = Slot(self.meeting.starts_at, self.meeting.ends_at) if self.meeting.ends_on is None else Slot()
        lines = [
            Line(number, line.item.kind, Slot(line.item.starts_at, line.item.ends_at))
            for number, line in enumerate(agenda.lines, start=1)
        ]
        return agenda_warnings(lines, within=within, is_event=self.meeting.is_event)

    def said(self, agenda: Agenda) -> str:
        """“Item 3 moved to place 2”, after a move; the address carries it, so that it needs no cookie."""
        asked = self.request.GET
        places = {str(line.item.pk): line.item.position for line in agenda.lines}
        place, before = places.get(asked.get("moved", "")), asked.get("from", "")
        if place is None or not before.isdecimal() or len(before) > 4:
            return ""
        return f"Item {before} moved to place {place}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen, order = numbers(request.POST.get("seen", "")), numbers(request.POST.get("order", ""))
        pk, wanted = self.wanted(seen, order)
        if pk not in seen:
            return redirect(self.url("agendas:agenda_edit"))
        try:
            reorder_agenda(
                meeting=self.meeting,
                seen=seen,
                order=wanted,
                by=signed_in(request),
                reason=one_line(request.POST.get("reason", ""))[:LONGEST_REASON],
                at=clock.now(),
            )
        except ReasonMissing:
            return self.render_to_response(self.get_context_data(said=REASON_MISSING, is_stale=True))
        except AgendaChanged:
            return self.render_to_response(self.get_context_data(said=STALE, is_stale=True), status=409)
        query = urlencode({"moved": pk, "from": seen.index(pk) + 1})
        return redirect(f"{self.url('agendas:agenda_edit')}?{query}#{self.focus_on(pk, wanted)}")

    def wanted(self, seen: list[int], order: list[int]) -> tuple[int, list[int]]:
        """The item that is moved, and the order after it: by a button “up-12” or “down-12”, or dragged."""
        direction, _, key = self.request.POST.get("move", "").partition("-")
        pk = int(key) if key.isdecimal() and len(key) < 19 else 0
        if direction in {"up", "down"} and pk in seen:
            return pk, moved(seen, pk, by=-1 if direction == "up" else 1)
        return (pk if direction == "drag" else 0), order

    def focus_on(self, pk: int, order: list[int]) -> str:
        """The button that was pressed, or its neighbour where the item has come to an end."""
        direction = self.request.POST.get("move", "").partition("-")[0]
        if direction == "up" and order[0] != pk:
            return f"up-{pk}"
        if direction == "down" and order[-1] == pk:
            return f"up-{pk}"
        return f"down-{pk}" if direction in {"up", "down"} else f"item-{pk}"


class AgendaStart(MeetingMixin, View):
    """Fills an empty agenda with the usual items."""

    permission = "meetings.manage_meetings"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            start_usual_agenda(meeting=self.meeting, by=signed_in(request), on=clock.today())
        except ReasonMissing:
            messages.error(request, "The meeting was held. Add its items one by one, each with the reason.")
        return redirect(self.url("agendas:agenda_edit"))


def numbers(text: str) -> list[int]:
    """“5,7,9” as it stands in the form; anything else counts as no number."""
    return [int(one) for one in text.split(",") if one.isdecimal() and len(one) < 19]


ON_A_PAGE = 50


class ConfidentialItems(PartnershipMixin, TemplateView):
    """Items for members only, the newest meeting first; and papers that are so by themselves."""

    permission = "meetings.manage_meetings"
    template_name = "agendas/confidential.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        newest_first = (F("meeting__held_on").desc(nulls_last=True), "-meeting", "pk")
        items = AgendaItem.objects.visible_to(user).filter(meeting__partnership=self.partnership, is_members_only=True)
        papers = Document.objects.visible_to(user).current().filter(meeting__partnership=self.partnership)
        papers = papers.filter(is_members_only=True).select_related("meeting")
        found = items.select_related("meeting").order_by(*newest_first)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            without_ground=found.filter(ground="").count(),
            papers=papers.order_by(*newest_first)[:ON_A_PAGE],
            **kwargs,
        )
