"""How somebody wants to be written to: by the link in each mail, or signed in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from boards.views.acts import ActFormView, ActView
from boards.views.base import signed_in
from boards.views.by_link import GONE, ByLinkMixin
from core import clock
from core.models import User
from outbox.choices import Rhythm
from outbox.forms import PreferenceForm
from outbox.kinds import kinds
from outbox.letters import PreferencesLink
from outbox.services.preferences import preference_of, set_preferences, stop_kind


class PreferenceMixin(ActFormView[PreferenceForm]):
    template_name = "outbox/preferences.html"
    form_class = PreferenceForm
    nothing_done = "Nothing was changed."
    by: User | None = None

    @property
    def email(self) -> str:
        """Whose mail it is about."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"preference": preference_of(self.partnership, self.email)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(email=self.email, **kwargs)

    def get_success_url(self) -> str:
        return self.request.path

    def perform(self, form: PreferenceForm) -> str:
        changed = set_preferences(
            partnership=self.partnership,
            email=self.email,
            rhythm=Rhythm(form.cleaned_data["rhythm"]),
            stopped=form.stopped,
            by=self.by,
            at=clock.now(),
        )
        return "Your choice is saved." if changed else ""


class OwnPreferences(PreferenceMixin):
    """For whoever is signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        self.by = signed_in(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def email(self) -> str:
        return signed_in(self.request).email


class MailByLink(ByLinkMixin):
    """Finds the message whose link was followed."""

    link_class = PreferencesLink
    expired_template = "outbox/link_expired.html"
    link: PreferencesLink

    def refused(self) -> HttpResponse:
        """Whoever has left gets no mail that could be chosen."""
        return self.say("outbox/link_left.html", GONE, email=self.link.message.email)


class PreferencesByLink(MailByLink, PreferenceMixin):
    """For whoever follows the link at the foot of a mail."""

    @property
    def email(self) -> str:
        return self.link.message.email


class StopByLink(MailByLink, ActView):
    """Asks first; stops one kind of mail on POST. Mail programs post without having seen a page of ours (RFC 8058)."""

    template_name = "outbox/stop.html"

    def may_act(self) -> bool:
        """One who unsubscribes is heard, whether they have left or not."""
        return self.request.method == "POST" or super().may_act()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = kinds.get(self.link.message.kind)
        return super().get_context_data(
            kind=kind,
            may_be_stopped=kind is not None and not kind.is_duty,
            preferences_address=self.url(self.link.page),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.url(self.link.page)

    def perform(self) -> str:
        message = self.link.message
        stop_kind(partnership=self.partnership, email=message.email, kind=message.kind, at=clock.now())
        return f"You will get no more email of this kind: {kinds[message.kind].label}."
