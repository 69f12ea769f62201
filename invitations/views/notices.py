"""After an agenda is published or the date of a meeting changes, officers tell people, if they wish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from boards.views.base import signed_in
from core import clock
from invitations.services.notices import (
    NothingToSay,
    NoticeChanged,
    news_of,
    send_notices,
    told_already,
    told_by_invitation,
)
from invitations.services.recipients import Recipient, notice_recipients
from invitations.views.recipients import ADDED_NONE, Ticks, persons_in, recipients_context
from meetings.signals import AGENDA, DATE
from meetings.views.base import MeetingMixin

CHANGED = "You have changed who is told. Check the list, then send."
ADDED_ONE = "You have added to the list. Check it, then send."
MEETING_CHANGED = "The meeting, or who is told, has changed since you opened this page. Check it again."


@method_decorator(never_cache, name="dispatch")
class MeetingNotice(MeetingMixin, TemplateView):
    """What will be sent, and to whom, each with the reason; its button sends exactly that."""

    permission = "meetings.manage_meetings"
    template_name = "invitations/notice.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["of"] not in (AGENDA, DATE):
            raise Http404
        self.of: str = kwargs["of"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self._shown(Ticks())
        except NothingToSay as reason:
            messages.error(request, f"There is nothing to tell anyone. {reason}")
            return redirect(self.meeting)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown, offered, chosen = (persons_in(request, name) for name in ("shown", "added", "send_to"))
        left_out = (shown | offered) - chosen
        try:
            if request.POST.get("do") == "add":
                fresh = persons_in(request, "add")
                return self._shown(Ticks(left_out, offered | fresh, ADDED_ONE if fresh else ADDED_NONE))
            if request.POST.get("people") != str(len(chosen)):
                # Without scripts, the button still names the number from before the ticks were changed.
                return self._shown(Ticks(left_out, offered, CHANGED))
            queued = send_notices(
                meeting=self.meeting,
                of=self.of,
                sequence=self._sequence(),
                people=shown & chosen,
                add=offered & chosen,
                by=signed_in(request),
                at=clock.now(),
            )
        except NothingToSay as reason:
            messages.error(request, f"There is nothing to tell anyone. {reason}")
            return redirect(self.meeting)
        except NoticeChanged:
            messages.error(request, MEETING_CHANGED)
            return HttpResponseRedirect(request.path)
        messages.success(request, _said(queued, len(chosen)))
        return redirect(self.meeting)

    def _sequence(self) -> int:
        sent = self.request.POST.get("sequence", "")
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1

    def _shown(self, ticks: Ticks) -> HttpResponse:
        """Raises ``NothingToSay``."""
        news = news_of(self.meeting, self.of)
        told = told_already(self.meeting, self.of)
        invited = told_by_invitation(self.meeting, self.of) - told
        entitled = notice_recipients(meeting=self.meeting, on=clock.today())
        to_tell = [one for one in entitled if one.email.casefold() not in told | invited]
        context = self.get_context_data(
            news=news,
            day=self.meeting.exact_day,
            told_already=_among(entitled, told),
            told_by_invitation=_among(entitled, invited),
            back_url=self.meeting.get_absolute_url(),
            **recipients_context(self.meeting, to_tell, ticks),
            **self.kwargs,
        )
        return self.render_to_response(context)


def _among(entitled: list[Recipient], addresses: set[str]) -> list[Recipient]:
    return [one for one in entitled if one.can_be_mailed and one.email.casefold() in addresses]


def _said(queued: int, chosen: int) -> str:
    if queued:
        return f"{queued} {'person is' if queued == 1 else 'people are'} being told by email."
    return "They have been told already." if chosen else "No one is told by email."
