"""Officers invite people to a meeting, see what they answered, and keep what follows from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.tables import ROWS_A_PAGE
from invitations.choices import InvitationState
from invitations.forms import FollowUpForm, InviteForm, RecordedReplyForm, SeveralForm, answer_of
from invitations.models import Invitation, InvitationQuerySet
from invitations.services.invitations import (
    Invitee,
    answer_invitation,
    invite,
    invited_already,
    note_follow_up,
    note_who_came,
    remind_invited,
    withdraw_invitation,
)
from invitations.services.invitees import members_of
from invitations.services.state import NotOpen, check_may_invite
from invitations.sheets import InvitationSheet
from meetings.views.base import MeetingMixin

CAME = {"yes": True, "no": False, "": None}


def people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


class InvitationsMixin(MeetingMixin):
    permission = "meetings.manage_meetings"

    def invitations(self) -> InvitationQuerySet:
        known = Invitation.objects.visible_to(self.request.user).filter(meeting=self.meeting)
        return known.select_related("item", "organisation", "person")

    def closed(self) -> str:
        """Why nobody can be invited any more; empty while somebody can."""
        try:
            check_may_invite(self.meeting, on=clock.today())
        except NotOpen as reason:
            return str(reason)
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"back_url": self.url("invitations:invitations")} | kwargs))


class InvitationList(InvitationsMixin, TemplateView):
    template_name = "invitations/invitations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everybody = self.invitations()
        counts = everybody.counts()
        asked = self.request.GET.get("state", "")
        state = asked if asked in InvitationState.values else ""
        shown = everybody.filter(state=state) if state else everybody
        return super().get_context_data(
            counts=counts,
            state=state,
            page=Paginator(shown, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            closed=self.closed(),
            has_begun=self.meeting.held_on is not None and self.meeting.held_on <= clock.today(),
            **kwargs,
        )


class InvitationCsv(InvitationsMixin):
    """Who is expected, for the door: with what they need."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = f"{self.partnership.slug}-{self.meeting.held_on or 'meeting'}-invitations.csv"
        return InvitationSheet.table(self.invitations()).download(name)


class InvitesMixin(InvitationsMixin):
    """Sends officers back, with the reason, where nobody can be invited any more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        may = request.user.has_perm(self.permission, self.partnership)
        if may and (reason := self.closed()):
            messages.error(request, reason)
            return redirect(self.url("invitations:invitations"))
        return super().dispatch(request, *args, **kwargs)

    def told(self, made: list[Invitation]) -> None:
        """Say what became of it: who is written to, and who is not."""
        mailed = sum(bool(one.email) for one in made)
        if not made:
            messages.info(self.request, "Nobody new was invited: all of them had been asked already.")
        elif mailed:
            messages.success(self.request, f"The invitation goes to {people(mailed)} by e-mail.")
        if missing := len(made) - mailed:
            messages.info(self.request, f"{people(missing).capitalize()} without an e-mail address: ask them yourself.")


class InvitationAdd(InvitesMixin, FormView[InviteForm]):
    template_name = "invitations/invitation_form.html"
    form_class = InviteForm

    def get_form(self, form_class: type[InviteForm] | None = None) -> InviteForm:
        return InviteForm(self.request.POST or None, meeting=self.meeting, on=clock.today())

    def form_valid(self, form: InviteForm) -> HttpResponse:
        given = form.cleaned_data
        made = invite(
            meeting=self.meeting,
            invitees=[form.invitee()],
            item=given["item"],
            message=given["message"],
            by=signed_in(self.request),
            at=clock.now(),
        )
        self.told(made)
        return redirect(self.url("invitations:invitations"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Invite somebody", submit_text="Send the invitation", **kwargs)


class InvitationSeveral(InvitesMixin, FormView[SeveralForm]):
    """First who and what for; then the list of everybody, with ticks, before a mail goes out."""

    template_name = "invitations/invitation_several.html"
    form_class = SeveralForm

    def get_form(self, form_class: type[SeveralForm] | None = None) -> SeveralForm:
        return SeveralForm(self.request.POST or None, meeting=self.meeting, on=clock.today())

    def form_valid(self, form: SeveralForm) -> HttpResponse:
        given = form.cleaned_data
        members = members_of(given["group"], partnership=self.partnership, on=clock.today())
        known = invited_already(self.meeting, given["item"])
        fresh = [one for one in members if one.key not in known]
        chosen = [one for one in fresh if _key(one) in self.request.POST.getlist("send_to")]
        if self.request.POST.get("do") == "send" and chosen:
            made = invite(
                meeting=self.meeting,
                invitees=chosen,
                item=given["item"],
                message=given["message"],
                by=signed_in(self.request),
                at=clock.now(),
            )
            self.told(made)
            return redirect(self.url("invitations:invitations"))
        context = self.get_context_data(
            form=form,
            group=dict(form.groups)[given["group"]],
            chosen=given,
            people=[(one, _key(one)) for one in fresh],
            known=len(members) - len(fresh),
            nobody_ticked=self.request.POST.get("do") == "send",
        )
        return self.response_class(self.request, "invitations/invitation_preview.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Invite several people", submit_text="Show who gets it", **kwargs)


class InvitationRemind(InvitesMixin, TemplateView):
    """Asks first; writes again to those who have not answered, once a day."""

    template_name = "invitations/invitation_remind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.invitations().filter(state=InvitationState.ASKED)
        return super().get_context_data(waiting=waiting, mailed=waiting.exclude(email="").count(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = remind_invited(meeting=self.meeting, by=signed_in(request), at=clock.now())
        if sent:
            messages.success(request, f"A reminder goes to {people(sent)} by e-mail.")
        else:
            messages.info(request, "No reminder was sent: everybody has answered, or was reminded today.")
        return redirect(self.url("invitations:invitations"))


class InvitationCame(InvitationsMixin, TemplateView):
    """Everybody invited, with a mark for each: came, or did not."""

    template_name = "invitations/invitation_came.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(everybody=self.invitations().standing(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        marks = {
            pk: CAME.get(request.POST.get(f"came-{pk}", ""))
            for pk in self.invitations().standing().values_list("pk", flat=True)
        }
        changed = note_who_came(meeting=self.meeting, came=marks, by=signed_in(request))
        messages.success(request, "Who came is saved." if changed else "Nothing was changed.")
        return redirect(self.url("invitations:invitations"))


class InvitationMixin(InvitationsMixin):
    @cached_property
    def invitation(self) -> Invitation:
        return get_object_or_404(self.invitations(), pk=self.kwargs["invitation_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, **kwargs)


class InvitationAnswer(InvitationMixin, FormView[RecordedReplyForm]):
    """What somebody told the office, put down for them; and what they answered before."""

    template_name = "invitations/invitation_answer.html"
    form_class = RecordedReplyForm

    def get_initial(self) -> dict[str, Any]:
        return dict(answer_of(self.invitation))

    def form_valid(self, form: RecordedReplyForm) -> HttpResponse:
        try:
            answer_invitation(
                invitation=self.invitation, reply=form.reply(), at=clock.now(), by=signed_in(self.request)
            )
            messages.success(self.request, f"The answer of {self.invitation.name} is saved.")
        except NotOpen as reason:
            messages.error(self.request, str(reason))
        return redirect(self.url("invitations:invitations"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Answer of {self.invitation.name}",
            submit_text="Save the answer",
            answers=self.invitation.answers(),
            **kwargs,
        )


class InvitationFollowUp(InvitationMixin, FormView[FollowUpForm]):
    template_name = "components/form_page.html"
    form_class = FollowUpForm

    def get_initial(self) -> dict[str, Any]:
        one = self.invitation
        return {"text": one.follow_up, "due_on": one.follow_up_due_on, "done_on": one.followed_up_on}

    def form_valid(self, form: FollowUpForm) -> HttpResponse:
        note_follow_up(invitation=self.invitation, by=signed_in(self.request), **form.cleaned_data)
        messages.success(self.request, f"What follows with {self.invitation.name} is saved.")
        return redirect(self.url("invitations:invitations"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Follow-up with {self.invitation.name}", submit_text="Save the follow-up", **kwargs
        )


class InvitationWithdraw(InvitationMixin, TemplateView):
    """Asks first: whoever was asked is told."""

    template_name = "invitations/invitation_withdraw.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        withdraw_invitation(invitation=self.invitation, by=signed_in(request), at=clock.now())
        messages.success(request, f"The invitation of {self.invitation.name} is withdrawn.")
        return redirect(self.url("invitations:invitations"))


class FollowUpList(PartnershipMixin, TemplateView):
    """What follows from invitations and is still open, the most urgent first."""

    permission = "meetings.manage_meetings"
    template_name = "invitations/invitation_follow_ups.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Invitation.objects.visible_to(self.request.user).filter(meeting__partnership=self.partnership)
        waiting = known.follow_up_open().select_related("meeting", "organisation")
        page = Paginator(waiting, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, today=clock.today(), **kwargs)


def _key(invitee: Invitee) -> str:
    """How a tick names somebody on record."""
    return str(invitee.person.pk) if invitee.person else invitee.key
