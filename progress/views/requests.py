"""Who was asked for progress before each coming PPB meeting; the office asks sooner, and reminds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.views.acts import ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.rules.dates import format_date
from core.rules.text import counted
from core.rules.working_days import london_day
from progress.services.request_reading import MeetingBoard, OwnerBoard, boards_of, coming_meetings
from progress.services.requests import ask_now, remind_now
from scrutiny.services.settings import settings_of


class RequestsMixin(PartnershipMixin):
    permission = "progress.add_progress"

    def boards(self, **chosen: Any) -> list[MeetingBoard]:
        on = clock.today()
        coming = coming_meetings(on=on).filter(partnership=self.partnership, **chosen)
        meetings = list(coming.select_related("body", "partnership"))
        return boards_of(meetings, settings_of(self.partnership), on=on)

    def get_success_url(self) -> str:
        return reverse("progress:requests", args=[self.partnership.slug])


class RequestList(RequestsMixin, TemplateView):
    template_name = "progress/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            boards=self.boards(),
            settings=settings_of(self.partnership),
            today=clock.today(),
            may_change_settings=self.request.user.has_perm("scrutiny.change_settings", self.partnership),
            **kwargs,
        )


class RequestsSend(RequestsMixin, ActView):
    """Exactly who will get an email, before it is sent."""

    template_name = "components/send_page.html"
    nothing_done = "No email was sent: there is no one left to write to today."
    heading: ClassVar[str]
    submit_text: ClassVar[str]
    at_most: ClassVar[str] = ""
    nothing_left: ClassVar[str]
    send: ClassVar[Callable[..., int]]
    board: MeetingBoard

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(self.permission, self.partnership):
            return
        coming = coming_meetings(on=clock.today()).filter(partnership=self.partnership)
        meeting = get_object_or_404(coming, pk=kwargs["meeting"])
        (self.board,) = self.boards(pk=meeting.pk)

    def due(self) -> list[tuple[OwnerBoard, int]]:
        """The owners that this email is for, whether they have an address or not, and how much it asks of each."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = self.due()
        reached = [(one.owner.name, one.people, counted(asked, "recommendation")) for one, asked in due if one.people]
        owners = counted(len(reached), "owner")
        return super().get_context_data(
            heading=self.heading.format(owners=owners) if reached else "There is nobody to write to",
            intro=f"Each of these people gets one email with their own link{self.at_most}. It lists what is asked, and "
            f"that answers are wanted by {format_date(self.board.answer_by)}.",
            reached=reached,
            unreached=[(one.owner.name, "") for one, _ in due if not one.people],
            nothing_left=self.nothing_left,
            otherwise_text="Ask by other means, and enter the progress for them.",
            submit_text=self.submit_text.format(owners=owners),
            back_url=self.get_success_url(),
            **(kwargs | {"meeting": self.board.meeting}),  # the address gives its key under the same name
        )

    def perform(self) -> str:
        sent = type(self).send(meeting=self.board.meeting, by=signed_in(self.request), at=clock.now())
        mails = "One email is" if sent == 1 else f"{sent} emails are"
        return f"{mails} on the way. The email log says what becomes of each." if sent else ""


class RequestsAsk(RequestsSend):
    heading, submit_text = "Ask {owners} for progress", "Ask {owners}"
    nothing_left = "Everybody has been asked about everything."
    send = ask_now

    def due(self) -> list[tuple[OwnerBoard, int]]:
        return [(one, len(one.to_ask)) for one in self.board.to_ask]


class RequestsRemind(RequestsSend):
    heading = submit_text = "Remind {owners}"
    at_most = ", at most one reminder a day"
    nothing_left = "Everybody has answered, or was asked today only."
    send = remind_now

    def due(self) -> list[tuple[OwnerBoard, int]]:
        """Nobody is reminded on the day on which they were asked."""
        today = clock.today()
        silent = [one for one in self.board.silent if any(london_day(asked.asked_at) < today for asked in one.silent)]
        return [(one, len(one.silent)) for one in silent]
