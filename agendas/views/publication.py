"""An agenda is published, and taken back as long as the meeting is to come. Both ask first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from agendas.services.agenda import check_may_publish, check_may_take_back, publish_agenda, take_back_agenda
from agendas.services.reading import agenda_for
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from meetings.signals import AGENDA
from meetings.views.base import MeetingMixin, next_page


class AgendaStep(MeetingMixin, TemplateView):
    """Shows what the step means and its one button; where it can't be taken, the agenda says why."""

    permission = "meetings.manage_meetings"

    def check(self) -> None:
        """Raises ``Refused``."""
        raise NotImplementedError

    def take(self) -> str:
        """Take the step; answers what to say. Raises ``Refused``."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.check()
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.url("agendas:agenda"))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.take())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.url("agendas:agenda"))
        return self.taken()

    def taken(self) -> HttpResponse:
        return redirect(self.url("agendas:agenda"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agenda = agenda_for(self.meeting, self.request.user, on=clock.today())
        return super().get_context_data(
            agenda=agenda,
            members_only=sum(line.item.is_members_only for line in agenda.lines),
            back_url=self.url("agendas:agenda"),
            **kwargs,
        )


class AgendaPublish(AgendaStep):
    template_name = "agendas/agenda_publish.html"

    def check(self) -> None:
        check_may_publish(self.meeting)

    def take(self) -> str:
        publish_agenda(meeting=self.meeting, by=signed_in(self.request), at=clock.now())
        return "The agenda is published. Changes that you make from now on are seen at once."

    def taken(self) -> HttpResponse:
        self.meeting.refresh_from_db()
        return next_page(self.meeting, AGENDA, otherwise=self.url("agendas:agenda"))


class AgendaTakeBack(AgendaStep):
    template_name = "agendas/agenda_take_back.html"

    def check(self) -> None:
        check_may_take_back(self.meeting, on=clock.today())

    def take(self) -> str:
        take_back_agenda(meeting=self.meeting, by=signed_in(self.request), at=clock.now())
        return "The agenda is taken back. Officers alone see it until you publish it again."
