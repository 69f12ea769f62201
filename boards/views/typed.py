"""What was sent after the session had ended waits for its writer, who finds it in the form again after signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views.generic.edit import FormMixin

from boards.views.base import PartnershipMixin

TYPED_FORM = "typed-form"
# Bounds on what somebody who is not signed in can have the portal keep: one form in a session, of this many
# characters, for this long; how many in an hour from one address is ``ACCOUNT_RATE_LIMITS["typed"]``.
LONGEST_FORM = 20_000
WAITS = timedelta(hours=2)

TOO_OFTEN = "What you typed was not kept: it was sent too often without signing in. Go back, copy it, then sign in."
TOO_LONG = "What you typed was not kept: it is too long. Go back, copy it, then sign in."


def may_keep(request: HttpRequest) -> bool:
    """Whether this address may have more kept; where it may not, they are told."""
    if consume(request, action="typed"):
        return True
    messages.error(request, TOO_OFTEN)
    return False


class WaitsForSignIn(PartnershipMixin, FormMixin[Any]):
    """A page of one form without files: what is typed into it is not lost by a session that ends."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.user.is_anonymous:
            self._keep(request)
            return redirect_to_login(request.path)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """With what was typed, once; only whoever has signed in sees a form."""
        initial: dict[str, Any] = super().get_initial()
        waiting = self.request.session.get(TYPED_FORM)
        if self.request.method != "GET" or not waiting or waiting["path"] != self.request.path:
            return initial
        del self.request.session[TYPED_FORM]
        messages.info(self.request, "You were signed out before this was sent. Check what you typed, then send it.")
        initial |= waiting["fields"]
        return initial

    def _keep(self, request: HttpRequest) -> None:
        sent = {name: typed for name, typed in request.POST.lists() if name != "csrfmiddlewaretoken"}
        # Of boxes that share a name, each that was ticked.
        fields = {name: typed if len(typed) > 1 else typed[0] for name, typed in sent.items() if typed}
        if sum(len(name) + sum(map(len, typed)) for name, typed in sent.items()) > LONGEST_FORM:
            messages.error(request, TOO_LONG)
        elif may_keep(request):
            request.session[TYPED_FORM] = {"path": request.path, "fields": fields}
            # Signing in gives the session its own length again.
            request.session.set_expiry(WAITS)
