"""Who was asked for progress before each coming PPB meeting; the office asks sooner, and reminds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.rules.working_days import london_day
from meetings.models import Meeting
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

    def list_url(self) -> str:
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


class RequestsSend(RequestsMixin, TemplateView):
    """Exactly who will get a mail, before it is sent."""

    template_name = "progress/send.html"
    verb: ClassVar[str]
    board: MeetingBoard

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(self.permission, self.partnership):
            return
        coming = coming_meetings(on=clock.today()).filter(partnership=self.partnership)
        meeting = get_object_or_404(coming, pk=kwargs["meeting"])
        (self.board,) = self.boards(pk=meeting.pk)

    def due(self) -> list[OwnerBoard]:
        """The owners that this mail is for, whether anybody of them has an address or not."""
        raise NotImplementedError

    def send(self, meeting: Meeting) -> int:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = self.due()
        return super().get_context_data(
            board=self.board,
            verb=self.verb,
            reached=[one for one in due if one.people],
            unreached=[one for one in due if not one.people],
            back_url=self.list_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sent := self.send(self.board.meeting):
            mails = "one email is" if sent == 1 else f"{sent} emails are"
            messages.success(request, f"{mails.capitalize()} on the way. The email log says what becomes of each.")
        else:
            messages.info(request, "No email was sent: there is no one left to write to today.")
        return HttpResponseRedirect(self.list_url())


class RequestsAsk(RequestsSend):
    verb = "ask"

    def due(self) -> list[OwnerBoard]:
        return self.board.to_ask

    def send(self, meeting: Meeting) -> int:
        return ask_now(meeting=meeting, by=signed_in(self.request), at=clock.now())


class RequestsRemind(RequestsSend):
    verb = "remind"

    def due(self) -> list[OwnerBoard]:
        """Nobody is reminded on the day on which they were asked."""
        today = clock.today()
        return [one for one in self.board.silent if any(london_day(asked.asked_at) < today for asked in one.silent)]

    def send(self, meeting: Meeting) -> int:
        return remind_now(meeting=meeting, by=signed_in(self.request), at=clock.now())
