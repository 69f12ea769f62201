"""An owner whom no email reaches is given someone who is told of its actions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from actions.forms import ContactForm
from actions.services.owners import name_contact
from boards.models import Body, Organisation, Person
from boards.views.acts import ActFormView
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.rules.text import counted
from meetings.services.contacts import Owner, owner_contacts

KINDS: dict[str, type[Organisation | Body | Person]] = {"organisation": Organisation, "body": Body, "person": Person}


class OwnerContact(WaitsForSignIn, ActFormView[ContactForm]):
    permission = "boards.manage_bodies"
    template_name = "actions/owner_contact.html"
    form_class = ContactForm
    owner: Owner

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in KINDS:
            raise Http404
        known: Any = KINDS[kwargs["kind"]]._default_manager.filter(partnership=self.partnership)
        self.owner = get_object_or_404(known.select_related("partnership"), pk=kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_person": isinstance(self.owner, Person)}

    def perform(self, form: ContactForm) -> str:
        given = {"name": "", **form.cleaned_data}
        person, sent = name_contact(owner=self.owner, **given, by=signed_in(self.request), at=clock.now())
        whose = "theirs" if isinstance(self.owner, Person) else str(self.owner)
        done = f"{person} gets an email about each new action of {whose}."
        if sent:
            done += f" {counted(sent, 'open action is', 'open actions are')} being sent to them."
        return done

    def get_success_url(self) -> str:
        """The page from which somebody came here, if it is one of ours."""
        asked = self.request.GET.get("next", "")
        host = self.request.get_host()
        if url_has_allowed_host_and_scheme(asked, {host}, require_https=self.request.is_secure()):
            return asked
        return reverse("actions:actions", args=[self.partnership.slug])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = isinstance(self.owner, Person)
        return super().get_context_data(
            owner=self.owner,
            kind=self.kwargs["kind"],
            contacts=owner_contacts(self.owner, on=clock.today()),
            heading=f"Email address of {self.owner}" if own else f"Name a contact for {self.owner}",
            submit_text="Save the email address" if own else "Name this contact",
            back_url=self.get_success_url(),
            **{name: value for name, value in kwargs.items() if name != "kind"},
        )
