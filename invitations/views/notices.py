"""After an agenda is published or the date of a meeting changes, officers tell people, if they wish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
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
from invitations.services.recipients import notice_recipients
from invitations.views.recipients import Ticks, recipients_context, ticks_of
from meetings.permissions import MANAGE
from meetings.signals import AGENDA, DATE
from meetings.views.base import MeetingMixin
from outbox.services.queue import Addressee


@method_decorator(never_cache, name="dispatch")
class MeetingNotice(MeetingMixin, TemplateView):
    """What will be sent, and to whom, each with the reason; its button sends exactly that."""

    permission = MANAGE
    template_name = "invitations/notice.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["of"] not in (AGENDA, DATE):
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NothingToSay as reason:
            messages.error(request, f"There is nothing to tell anyone. {reason}")
            return redirect(self.meeting)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticks = ticks_of(request, changed="who is told", then="send")
        if ticks.told:
            return self.render_to_response(self.get_context_data(ticks=ticks, **kwargs))
        sent = request.POST.get("sequence", "")
        try:
            queued = send_notices(
                meeting=self.meeting,
                of=kwargs["of"],
                sequence=int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else -1,
                people=ticks.shown & ticks.chosen,
                add=ticks.added & ticks.chosen,
                by=signed_in(request),
                at=clock.now(),
            )
        except NoticeChanged as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
        messages.success(request, _said(queued, len(ticks.chosen)))
        return redirect(self.meeting)

    def get_context_data(self, ticks: Ticks | None = None, **kwargs: Any) -> dict[str, Any]:
        """Raises ``NothingToSay``."""
        of = kwargs["of"]
        news = news_of(self.meeting, of)
        told = told_already(self.meeting, of)
        invited = told_by_invitation(self.meeting, of) - told
        entitled = notice_recipients(meeting=self.meeting, on=clock.today())
        to_tell = [one for one in entitled if one.email.casefold() not in told | invited]
        return super().get_context_data(
            news=news,
            day=self.meeting.exact_day,
            told_already=_among(entitled, told),
            told_by_invitation=_among(entitled, invited),
            back_url=self.meeting.get_absolute_url(),
            **recipients_context(self.meeting, to_tell, ticks or Ticks()),
            **kwargs,
        )


def _among(entitled: list[Addressee], addresses: set[str]) -> list[Addressee]:
    return [one for one in entitled if one.can_be_mailed and one.email.casefold() in addresses]


def _said(queued: int, chosen: int) -> str:
    if queued:
        return f"{queued} {'person is' if queued == 1 else 'people are'} being told by email."
    return "They have been told already." if chosen else "No one is told by email."
