"""Somebody who is invited reads the invitation and answers it, by the link in their mail and without an account.

Opening the link changes nothing, as programs that check mail open it too. The link itself is the permission: no cookie
is needed, so the form asks for no token against forgery. From a page without referrer, browsers send no origin that one
could be checked against.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin
from core import clock
from core.links import LinkBroken, LinkExpired, read_token
from meetings.forms.invitations import ReplyForm, answer_of
from meetings.models import AgendaItem, Invitation
from meetings.services.invitation_mail import LINK_LASTS, PURPOSE
from meetings.services.invitation_state import NotOpen, check_may_answer, day_of, has_left, is_readable
from meetings.services.invitations import answer_invitation

GONE, REFUSED, TOO_LATE = 410, 403, 409


@method_decorator((csrf_exempt, never_cache), name="dispatch")
class ByLink(PartnershipMixin, TemplateView):
    """Finds the invitation that the link was signed for; says in words where there is none to show."""

    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self._outcome(request) or super().dispatch(request, *args, **kwargs)
        # The address is the key to the invitation: it is told to no other site, and to no search engine.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _outcome(self, request: HttpRequest) -> HttpResponse | None:
        try:
            (pk,) = read_token(PURPOSE, self.kwargs["token"], lasts=LINK_LASTS)
        except LinkExpired:
            return self._say("expired", GONE)
        except (LinkBroken, ValueError):
            raise Http404 from None
        known = Invitation.objects.select_related("meeting__partnership", "meeting__body", "item", "person")
        invitation = known.filter(pk=pk, meeting__partnership=self.partnership).first()
        if invitation is None:
            raise Http404
        self.invitation = invitation
        if not is_readable(invitation, on=clock.today()):
            return self._say("expired", GONE)
        if has_left(invitation, on=clock.today()):
            return self._say("left", REFUSED)
        return None

    def _say(self, outcome: str, status: int) -> HttpResponse:
        context = self.get_context_data(outcome=outcome)
        return self.response_class(
            self.request, "meetings/reply_refused.html", context, using=self.template_engine, status=status
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = getattr(self, "invitation", None)
        return super().get_context_data(
            invitation=invitation, meeting=invitation.meeting if invitation else None, **kwargs
        )

    def url(self, name: str) -> str:
        return reverse(f"meetings:{name}", args=[self.partnership.slug, self.kwargs["token"]])


class ReplyByLink(ByLink):
    template_name = "meetings/reply.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "outcome" in context:
            return context
        meeting = self.invitation.meeting
        programme = AgendaItem.objects.visible_to(self.request.user).filter(meeting=meeting)
        return context | {
            "closed": self._closed(),
            "programme": list(programme.order_by("position")),
            "form": kwargs.get("form") or ReplyForm(initial=answer_of(self.invitation)),
            "thanks_url": self.url("reply_thanks"),
        }

    def _closed(self) -> str:
        """Why no answer can be given any more; empty while one can."""
        try:
            check_may_answer(self.invitation, at=clock.now())
        except NotOpen as reason:
            return str(reason)
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            answer_invitation(invitation=self.invitation, reply=form.reply(), at=clock.now())
        except NotOpen:
            self.invitation.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form), status=TOO_LATE)
        return redirect(self.url("reply_thanks"))


class ReplyThanks(ByLink):
    """What was answered, and the meeting for a calendar."""

    template_name = "meetings/reply_thanks.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(reply_url=self.url("reply"), **kwargs)
        if "outcome" in context or day_of(self.invitation.meeting) is None:
            return context
        slug, meeting = self.partnership.slug, self.invitation.meeting_id
        return context | {"calendar_url": reverse("meetings:ics", args=[slug, meeting])}
