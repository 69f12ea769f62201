"""Somebody who is invited reads the invitation and answers it, by the link in their mail and without an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from agendas.models import AgendaItem
from boards.views.by_link import REFUSED, TOO_LATE, ByLinkMixin
from core import clock
from invitations.forms import ReplyForm, answer_of
from invitations.mail import InvitationLink
from invitations.models import Invitation
from invitations.services.invitations import answer_invitation
from invitations.services.state import NotOpen, check_may_answer


class InvitationByLink(ByLinkMixin, TemplateView):
    """Finds the invitation; says in words where there is none to answer."""

    link_class = InvitationLink
    expired_template = "invitations/reply_expired.html"

    @property
    def invitation(self) -> Invitation:
        invitation: Invitation = self.link.invitation
        return invitation

    def refused(self) -> HttpResponse:
        return self.say("invitations/reply_left.html", REFUSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.invitation.meeting, **kwargs)


class ReplyByLink(InvitationByLink):
    template_name = "invitations/reply.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.invitation.meeting
        programme = AgendaItem.objects.visible_to(self.request.user).filter(meeting=meeting)
        return super().get_context_data(
            closed=self._closed(),
            programme=list(programme.order_by("position")),
            form=kwargs.pop("form", None) or ReplyForm(initial=answer_of(self.invitation)),
            thanks_url=self.url("invitations:reply_thanks"),
            **kwargs,
        )

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
        return redirect(self.url("invitations:reply_thanks"))


class ReplyThanks(InvitationByLink):
    """What was answered, and the meeting for a calendar."""

    template_name = "invitations/reply_thanks.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(reply_url=self.url("invitations:reply"), **kwargs)
        if self.invitation.meeting.exact_day is None:
            return context
        slug, meeting = self.partnership.slug, self.invitation.meeting_id
        return context | {"calendar_url": reverse("meetings:ics", args=[slug, meeting])}
