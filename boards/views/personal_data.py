"""All that is kept about a person: as a file, and erased."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.generic import FormView
from django.views.generic.base import View

from boards.forms.erasing import EraseForm, LookAgainForm
from boards.models import Person
from boards.services.erasing import Findings, erase, findings, look_again, what_holds_them
from boards.services.personal_data import personal_data, subject_of
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.downloads import download
from core.models import User


class PersonMixin(PartnershipMixin):
    """For admins alone: the audit trail and the account are part of it."""

    permission = "boards.manage_roles"

    def get_person(self) -> Person:
        people = Person.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return get_object_or_404(people.select_related("partnership", "user", "organisation"), pk=self.kwargs["pk"])


class PersonalData(PersonMixin, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = self.get_person()
        content = json.dumps(
            personal_data(person, on=clock.today()), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False
        )
        return download(content.encode(), filename=f"person-{person.pk}.json", content_type="application/json")


class LeftToDo(PersonMixin, FormView[Any]):
    """A form that ends on the list of pages and files that name the person still, which is kept nowhere."""

    is_erased: ClassVar[bool] = False
    person: Person

    def get_person(self) -> Person:
        known = Person.objects.filter(erased_at__isnull=not self.is_erased)
        return get_object_or_404(known.select_related("partnership", "user"), pk=super().get_person().pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.person = self.get_person()
        return super().get_form_kwargs()

    def perform(self, given: dict[str, Any], by: User) -> Findings:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            left = self.perform(form.cleaned_data, signed_in(self.request))
        except Refused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        self.person.refresh_from_db()
        context = {"person": self.person, "left": left, "is_again": self.is_erased}
        return render(self.request, "boards/person_erased.html", {"partnership": self.partnership, **context})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"person": self.person}


class PersonErase(LeftToDo):
    """Shows what is erased and what stays, and asks for the name. Of somebody who was erased there is no such page."""

    template_name = "boards/person_erase.html"
    form_class = EraseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        self.subject = subject_of(self.person, on=clock.today())
        return kwargs | {"subject": self.subject}

    def perform(self, given: dict[str, Any], by: User) -> Findings:
        words, stands_in = given["words"], given["stands_in"]
        today, at = clock.today(), clock.now()
        return erase(person=self.person, words=words, stands_in=stands_in, by=by, today=today, at=at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        held = what_holds_them(self.person, by=signed_in(self.request), today=clock.today())
        return context | {"held": held, "findings": findings(self.subject)}


class PersonLookAgain(LeftToDo):
    """Of somebody who was erased: the history of a text that was corrected since has the name again."""

    template_name = "boards/person_look_again.html"
    form_class = LookAgainForm
    is_erased = True

    def perform(self, given: dict[str, Any], by: User) -> Findings:
        return look_again(person=self.person, name=given["name"], by=by, at=clock.now())
