"""Somebody's own name and sign-in address, and the links by which a new address is confirmed or stopped."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from boards.forms.own_account import AddressForm, NameForm
from boards.services.sign_in_address import (
    ask_for_address,
    change_name,
    confirm_address,
    pending_address,
    stop_address,
)
from boards.views.base import signed_in
from core.acts import Refused
from core.address_links import to_confirm, to_stop
from core.models import User


def own_account(request: HttpRequest) -> User:
    """As it is stored now: what a request has is a stand-in, which no act can lock."""
    return User.objects.get(pk=signed_in(request).pk)


class OwnName(LoginRequiredMixin, FormView[NameForm]):
    template_name = "account/name.html"
    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": own_account(self.request).name}

    def form_valid(self, form: NameForm) -> HttpResponse:
        user = own_account(self.request)
        change_name(user=user, name=form.cleaned_data["name"], by=user)
        messages.success(self.request, "Your name is saved.")
        return redirect("account_name")


@method_decorator(reauthentication_required(allow_get=True), name="dispatch")
class OwnAddress(LoginRequiredMixin, FormView[AddressForm]):
    """Asks for the password once more before it sends anything: a browser that was left open is not enough."""

    template_name = "account/email.html"
    form_class = AddressForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = own_account(request)
        if "stop" not in request.POST:
            return super().post(request, *args, **kwargs)
        if pending := pending_address(user):
            stop_address(pending=pending, by=user)
            messages.success(request, "Your email address stays as it is.")
        return redirect("account_email")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        user, email = own_account(self.request), form.cleaned_data["email"]
        try:
            ask_for_address(user=user, email=email, by=user)
        except Refused as refused:
            form.add_error("email", str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"We have sent a link to {email}. Follow it within 3 days.")
        return redirect("account_email")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pending=pending_address(own_account(self.request)), **kwargs)


@method_decorator(never_cache, name="dispatch")
class AddressLink(TemplateView):
    """A page by link, with one button: opening it changes nothing, as programs that check email open it too."""

    template_name = "account/address_link.html"
    is_stop = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = (to_stop if self.is_stop else to_confirm)(self.kwargs["key"])
        return super().get_context_data(pending=pending, is_stop=self.is_stop, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_stop:
            if pending := to_stop(kwargs["key"]):
                stop_address(pending=pending)
                return self.render_to_response(self.get_context_data(is_done=True))
            return self.render_to_response(self.get_context_data())
        try:
            user = confirm_address(key=kwargs["key"])
        except Refused as refused:
            return self.render_to_response(self.get_context_data(refusal=str(refused)))
        return self.render_to_response(self.get_context_data(is_done=True, email=user.email))
