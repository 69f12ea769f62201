"""An owner whom no email reaches is given someone who is told of its actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView

from actions.forms import ContactForm
from actions.services.owners import name_contact
from boards.models import Body, Organisation, Person
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from meetings.services.contacts import Owner, owner_contacts

KINDS: dict[str, type[Organisation | Body | Person]] = {"organisation": Organisation, "body": Body, "person": Person}


class OwnerContact(WaitsForSignIn, FormView[ContactForm]):
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

    def form_valid(self, form: ContactForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            person, told = name_contact(
                owner=self.owner,
                name=given.get("name", ""),
                email=given["email"],
                by=signed_in(self.request),
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        whose = "theirs" if isinstance(self.owner, Person) else str(self.owner)
        said = f"{person} gets an email about each new action of {whose}."
        if told:
            said += f" {'1 open action is' if told == 1 else f'{told} open actions are'} being sent to them."
        messages.success(self.request, said)
        return HttpResponseRedirect(self._back())

    def _back(self) -> str:
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
            back_url=self._back(),
            **{name: value for name, value in kwargs.items() if name != "kind"},
        )
