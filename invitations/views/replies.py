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
from core.acts import Refused
from invitations.forms import ReplyForm
from invitations.mail import InvitationLink
from invitations.services.invitations import answer_invitation


class InvitationByLink(ByLinkMixin, TemplateView):
    """Finds the invitation; says in words where there is none to answer."""

    link_class = InvitationLink
    expired_template = "invitations/reply_expired.html"
    link: InvitationLink

    def refused(self) -> HttpResponse:
        return self.say("invitations/reply_left.html", REFUSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.link.invitation.meeting, **kwargs)


class ReplyByLink(InvitationByLink):
    template_name = "invitations/reply.html"

    def get_form(self) -> ReplyForm:
        return ReplyForm(self.request.POST or None, instance=self.link.invitation, reader=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = AgendaItem.objects.visible_to(self.request.user).filter(meeting=self.link.invitation.meeting)
        return super().get_context_data(
            closed=self.link.invitation.why_closed(at=clock.now()),
            programme=list(programme.order_by("position")),
            form=kwargs.pop("form", None) or self.get_form(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            self.link.invitation.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form))
        try:
            answer_invitation(invitation=self.link.invitation, answer=form.answer, at=clock.now())
        except Refused:
            self.link.invitation.refresh_from_db()
            return self.render_to_response(self.get_context_data(form=form), status=TOO_LATE)
        return redirect(self.url("invitations:reply_thanks"))


class ReplyThanks(InvitationByLink):
    """What was answered, and the meeting for a calendar."""

    template_name = "invitations/reply_thanks.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(reply_url=self.url("invitations:reply"), **kwargs)
        if context["meeting"].exact_day is not None:
            context["calendar_url"] = reverse("meetings:ics", args=[self.partnership.slug, context["meeting"].pk])
        return context
