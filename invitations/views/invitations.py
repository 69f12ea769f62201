"""Officers invite people to a meeting and see what they answered; those invited answer by the link in their mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from agendas.models import AgendaItem
from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from boards.views.by_link import REFUSED, TOO_LATE, ByLinkMixin
from core import clock
from core.acts import Refused
from core.records import RecordAct, RecordAdd, RecordEdit, RecordPress
from core.rules.text import counted
from core.tables import ROWS_A_PAGE
from invitations.choices import InvitationState
from invitations.forms import FollowUpForm, InviteForm, RecordedReplyForm, ReplyForm, SeveralForm
from invitations.mail import InvitationLink
from invitations.models import Invitation
from invitations.services.invitations import (
    answer_invitation,
    check_open,
    invite,
    note_who_came,
    remind_invited,
    why_closed,
    withdraw_invitation,
)
from invitations.sheets import InvitationSheet
from meetings.models import Meeting
from meetings.permissions import MANAGE
from meetings.views.base import MeetingMixin, MeetingPages, meeting_pages, meeting_url

CAME = {"yes": True, "no": False, "": None}


def people(number: int) -> str:
    return counted(number, "person", "people")


def invited(made: list[Invitation]) -> str:
    """What became of it: who is written to, and who is not."""
    mailed = sum(bool(one.email) for one in made)
    told = f"The invitation goes to {people(mailed)} by email." if mailed else ""
    if missing := len(made) - mailed:
        told += f" {people(missing).capitalize()} without an email address: ask them yourself."
    return told.strip() or "Nobody new was invited: all of them had been asked already."


def invitations_to(meeting: Meeting, view: Any) -> QuerySet[Invitation]:
    known = Invitation.objects.visible_to(view.request.user).filter(meeting=meeting)
    return known.select_related("item", "organisation", "person")


class InvitationList(MeetingMixin, TemplateView):
    permission = MANAGE
    template_name = "invitations/invitations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everybody, today = Invitation.objects.visible_to(self.request.user).filter(meeting=self.meeting), clock.today()
        asked = self.request.GET.get("state", "")
        state = asked if asked in InvitationState.values else ""
        shown = invitations_to(self.meeting, self)
        shown = shown.filter(state=state) if state else shown
        return super().get_context_data(
            counts=everybody.counts(),
            state=state,
            page=Paginator(shown, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            closed=why_closed(self.meeting, on=today),
            has_begun=self.meeting.held_on is not None and self.meeting.held_on <= today,
            **kwargs,
        )


class InvitationCsv(MeetingMixin, View):
    """Who is expected, for the door: with what they need."""

    permission = MANAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = f"{self.partnership.slug}-{self.meeting.held_on or 'meeting'}-invitations.csv"
        return InvitationSheet.table(invitations_to(self.meeting, self)).download(name)


class FollowUpList(PartnershipMixin, TemplateView):
    """What follows from invitations and is still open, the most urgent first."""

    permission = MANAGE
    template_name = "invitations/invitation_follow_ups.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Invitation.objects.visible_to(self.request.user).filter(meeting__partnership=self.partnership)
        waiting = known.follow_up_open().select_related("meeting", "organisation")
        page = Paginator(waiting, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, today=clock.today(), **kwargs)


# One invitation


class InvitationAdd(RecordAdd):
    def check(self) -> None:
        check_open(self.parent, on=clock.today())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": clock.today()}


class InvitationEdit(RecordEdit):
    heading: ClassVar[str] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"{self.heading} {self.object.name}", **kwargs)


class InvitationAnswer(InvitationEdit):
    """What somebody told the office, put down for them; and what they answered before."""

    action, heading = "answer", "Answer of"


class InvitationFollowUp(InvitationEdit):
    action, heading = "follow_up", "Follow-up with"


class InvitationWithdraw(RecordAct):
    """Asks first: whoever was asked is told."""

    template_name = "invitations/invitation_withdraw.html"

    def perform(self, form: Any) -> str:
        withdraw_invitation(invitation=self.object, by=signed_in(self.request), at=clock.now())
        return f"The invitation of {self.object.name} is withdrawn."


class InvitationPages(RecordPages):
    model, form_class, permission = Invitation, InviteForm, MANAGE
    namespace, url_name, path, pk_url_kwarg = "invitations", "invitation", "invitations", "invitation_pk"
    parent, parent_field = meeting_pages, "meeting"
    actions = ("add", "answer", "follow_up")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {"withdraw": InvitationWithdraw}
    views: ClassVar[dict[str, Any]] = {
        "add": InvitationAdd,
        "answer": InvitationAnswer,
        "follow_up": InvitationFollowUp,
    }
    headings: ClassVar[dict[str, str]] = {"add": "Invite somebody"}
    submit_texts: ClassVar[dict[str, str]] = {
        "add": "Send the invitation",
        "answer": "Save the answer",
        "follow_up": "Save the follow-up",
    }
    verbs: ClassVar[dict[str, str]] = {"answer": "invitation.answered", "follow_up": "invitation.follow_up"}
    audited_by_services = ("add", "answer")
    templates: ClassVar[dict[str, str]] = {
        "add": "invitations/invitation_form.html",
        "answer": "invitations/invitation_answer.html",
    }

    def get_queryset(self, view: Any) -> QuerySet[Invitation]:
        return invitations_to(view.parent, view)

    def get_form_class(self, action: str) -> Any:
        return {"answer": RecordedReplyForm, "follow_up": FollowUpForm}.get(action, InviteForm)

    def get_success_url(self, view: Any) -> str:
        return meeting_url(view, "invitations:invitations")

    def store(self, form: Any) -> Any:
        record, by, at = form.instance, form.reader, clock.now()
        if isinstance(form, InviteForm):
            return invite(meeting=record.meeting, invitations=[record], by=by, at=at)[0]
        if isinstance(form, RecordedReplyForm):
            return answer_invitation(invitation=record, answer=form.answer, by=by, at=at)
        return form.save()

    def get_message(self, action: str, record: Invitation) -> str:
        if action == "add":
            return invited([record])
        return f"{'The answer of' if action == 'answer' else 'What follows with'} {record.name} is saved."


# All invitations to a meeting


class InvitationSeveral(RecordAct):
    """First who and what for; then the list of everybody, with ticks, before a mail goes out."""

    template_name = "invitations/invitation_several.html"
    form_class = SeveralForm
    heading, submit_text = "Invite several people", "Show who gets it"

    def check(self) -> None:
        check_open(self.object, on=clock.today())

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"instance": Invitation(meeting=self.object), "reader": self.request.user, "on": clock.today()}
        return super().get_form_kwargs() | own

    def form_invalid(self, form: SeveralForm) -> HttpResponse:
        """The list, until somebody on it was ticked."""
        if form.people is None:
            return super().form_invalid(form)
        if not (is_sent := self.request.POST.get("do") == "send"):
            form.errors.clear()
        group = dict(form.groups)[form.data["group"]]
        context = self.get_context_data(form=form, group=group, nobody_ticked=is_sent)
        return self.response_class(self.request, "invitations/invitation_preview.html", context)

    def perform(self, form: SeveralForm) -> str:
        by, at = signed_in(self.request), clock.now()
        return invited(invite(meeting=self.object, invitations=form.chosen, by=by, at=at))


class InvitationRemind(RecordAct):
    """Asks first; writes again to those who have not answered, once a day."""

    template_name = "invitations/invitation_remind.html"

    def check(self) -> None:
        check_open(self.object, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = invitations_to(self.object, self).filter(state=InvitationState.ASKED)
        return super().get_context_data(waiting=waiting, mailed=waiting.exclude(email="").count(), **kwargs)

    def perform(self, form: Any) -> str:
        if sent := remind_invited(meeting=self.object, by=signed_in(self.request), at=clock.now()):
            return f"A reminder goes to {people(sent)} by email."
        return "No reminder was sent: everybody has answered, or was reminded today."


class InvitationCame(RecordAct):
    """Everybody invited, with a mark for each: came, or did not."""

    template_name = "invitations/invitation_came.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            everybody=invitations_to(self.object, self).exclude(state="withdrawn"), **kwargs
        )

    def perform(self, form: Any) -> str:
        asked = self.object.invitations.standing().values_list("pk", flat=True)
        marks = {pk: CAME.get(self.request.POST.get(f"came-{pk}", "")) for pk in asked}
        changed = note_who_came(meeting=self.object, came=marks, by=signed_in(self.request))
        return "Who came is saved." if changed else "Nothing was changed."


class InvitedPages(MeetingPages):
    """What is done with all invitations to a meeting; the record is the meeting."""

    namespace, url_name, path = "invitations", "invitation", "meetings"
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {
        "several": InvitationSeveral,
        "remind": InvitationRemind,
        "came": InvitationCame,
    }

    def route(self, action: str) -> str:
        return f"meetings/<int:pk>/invitations/{'who-came' if action == 'came' else action}/"

    def get_success_url(self, view: Any) -> str:
        return meeting_url(view, "invitations:invitations")


# By the link in the mail, without an account


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
