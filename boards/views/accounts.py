"""A person's account as an admin sees it: switched on or off, signed in where, with or without two-step sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from boards.forms.own_account import AddressForOtherForm
from boards.forms.settings import ReasonForm
from boards.models import RoleGrant
from boards.services import accounts
from boards.services.accounts import check_may_manage
from boards.services.sign_in_address import begin_change, pending_address
from boards.views.acts import ActFormView, ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.models import User
from core.rules.text import counted
from core.two_steps import has_two_steps


class AccountMixin(PartnershipMixin):
    """Sets ``self.user``, somebody who holds a role in the partnership or held one."""

    permission = "boards.manage_roles"
    user: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = get_object_or_404(
            User.objects.filter(role_grants__partnership=self.partnership).distinct(), pk=kwargs["pk"]
        )

    def refusal(self) -> str:
        """Why the admin may not change the account; empty where they may."""
        try:
            check_may_manage(self.user, by=signed_in(self.request), on=clock.today())
        except Refused as refused:
            return str(refused)
        return ""

    def get_success_url(self) -> str:
        return reverse("boards:account", args=[self.partnership.slug, self.user.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.user, refusal=self.refusal(), **kwargs)


class AccountShow(AccountMixin, TemplateView):
    template_name = "boards/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grants = RoleGrant.objects.filter(partnership=self.partnership, user=self.user)
        return super().get_context_data(
            grants=grants.current(on=clock.today()),
            pending=pending_address(self.user),
            has_two_steps=has_two_steps(self.user),
            browsers=sum(session.exists() for session in UserSession.objects.filter(user=self.user)),
            **kwargs,
        )


class AccountChange(AccountMixin, ActFormView[ReasonForm]):
    """Asks first, with a reason; does it on POST."""

    template_name = "boards/account_change.html"
    form_class = ReasonForm
    act: ClassVar[Callable[..., None]]
    heading: ClassVar[str]
    consequence: ClassVar[str]
    submit_text: ClassVar[str]
    done: ClassVar[str]
    is_warning: ClassVar[bool] = True

    def perform(self, form: ReasonForm) -> str:
        type(self).act(user=self.user, **form.cleaned_data, by=signed_in(self.request), on=clock.today())
        return self.done.format(person=self.user)

    def show_refusal(self, form: ReasonForm, refusal: Refused) -> HttpResponse:
        return self.lead_back(refusal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading.format(person=self.user),
            consequence=self.consequence.format(person=self.user),
            submit_text=self.submit_text,
            is_warning=self.is_warning,
            **kwargs,
        )


class SwitchOff(AccountChange):
    act = accounts.switch_off
    heading = "Switch off the account of {person}?"
    consequence = (
        "{person} is signed out everywhere at once, cannot sign in and gets no email. What they did stays on record "
        "under their name. You can switch the account on again."
    )
    submit_text = "Switch off the account"
    done = "The account of {person} is switched off."


class SwitchOn(AccountChange):
    act = accounts.switch_on
    is_warning = False
    heading = "Switch on the account of {person}?"
    consequence = "{person} can sign in with the password they had, and use the roles that they still hold."
    submit_text = "Switch on the account"
    done = "The account of {person} is switched on."


class RemoveSecondStep(AccountChange):
    act = accounts.remove_second_step
    heading = "Turn off two-step sign-in of {person}?"
    consequence = (
        "Do this only if {person} has lost their phone and their recovery codes, and you are sure who is asking. They "
        "are signed out everywhere and sign in with the password alone. Where a role needs two-step sign-in, they set "
        "it up again first."
    )
    submit_text = "Turn off two-step sign-in"
    done = "Two-step sign-in of {person} is turned off."


class ChangeAddress(AccountChange):
    """The person confirms it by the link that is sent to the new address."""

    act = begin_change
    form_class = AddressForOtherForm
    is_warning = False
    heading = "Change the email address of {person}?"
    consequence = (
        "We send a link to the new address, and tell the old one, where the change can be stopped. {person} signs in "
        "with the new address once they have followed the link, which works for 3 days."
    )
    submit_text = "Send the link"
    done = "We have sent a link to the new address of {person}."


class EndSessions(AccountMixin, ActView):
    http_method_names = ("post",)

    def perform(self) -> str:
        ended = accounts.end_sessions(user=self.user, by=signed_in(self.request), on=clock.today())
        where = f" in {counted(ended, 'browser')}" if ended else " already: they were signed in nowhere"
        return f"{self.user} is signed out{where}."
