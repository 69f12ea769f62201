"""The people of a partnership: their list, a page for each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import display
from django.http import Http404, HttpRequest, HttpResponse

from boards.forms.departure import LeaveForm
from boards.forms.people import PersonForm
from boards.models import Person
from boards.models.membership import PersonQuerySet
from boards.panels import ON_PERSON
from boards.permissions import KEEP_REGISTER
from boards.records import RecordPages
from boards.services.departure import leave, lock_places
from boards.views.base import signed_in
from boards.views.merging import RecordMerge, lead_on
from core import clock
from core.acts import Refused
from core.records import RecordAct
from core.records.views import RecordEdit, RecordShow
from core.rules.dates import format_date


class PersonLeave(RecordAct):
    """Shows all that ends with somebody who leaves, and ends it in one act."""

    heading = "Leaves the partnership"
    submit_text = "End all that is ticked"
    template_name = "boards/person_leave.html"
    form_class = LeaveForm

    def lock_parent(self) -> None:
        if person := self.get_queryset().filter(**self.pages.lookup(self)).first():
            lock_places(person)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"person": self.object, "by": signed_in(self.request), "today": clock.today()}
        return super().get_form_kwargs() | more

    def perform(self, form: LeaveForm) -> str:
        person, last_day = self.object, form.cleaned_data["last_day"]
        leave(
            partnership=person.partnership,
            person=person,
            last_day=last_day,
            by=signed_in(self.request),
            today=clock.today(),
            keep=form.kept,
        )
        if form.kept:
            return f"What you ticked ends with {format_date(last_day)}. {person.name} stays a contact."
        return f"{person.name} leaves on {format_date(last_day)}."


class PersonShow(RecordShow):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return lead_on(self, of="person", key=str(kwargs["pk"]))  # type: ignore[arg-type]  # a page of a partnership


class PersonEdit(RecordEdit):
    def check(self) -> None:
        if self.object.erased_at:
            raise Refused("The personal data was erased. Add the person again if they come back")


class PersonPages(RecordPages):
    """Only the office sees the list, with addresses and telephone numbers."""

    model, form_class, permission = Person, PersonForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "person", "people", "people"
    is_public = False
    actions = ("list", "show", "add", "edit", "remove")
    acts: ClassVar[dict[str, Any]] = {"leave": PersonLeave, "merge": RecordMerge}
    views: ClassVar[dict[str, Any]] = {
        **RecordPages.views,
        "show": PersonShow,
        "edit": PersonEdit,
    }
    noun, plural = "person", "People"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the person"}
    lede = "Everyone who sits on a board or group, works for a partner or has a role, with how to reach them."
    empty_text = (
        "Add the people who sit on your boards and groups. Seats and appointments bring them onto this list, too."
    )
    columns = ("name", "email", "organisation", "holds")
    search_fields = ("name", "shown_as", "email", "organisation__name")
    templates: ClassVar[dict[str, str]] = {"list": "boards/people.html", "show": "boards/person.html"}
    removal_note = ""

    def get_queryset(self, view: Any) -> PersonQuerySet:
        return Person.objects.filter(partnership=view.partnership).select_related("partnership", "organisation")

    def get_list(self, view: Any) -> PersonQuerySet:
        return self.get_queryset(view).filter(erased_at=None).with_appointments(on=clock.today())

    @display(description="Holds now")
    def holds(self, person: Any) -> str:
        return "; ".join(str(one.seat or f"{one.get_position_display()}, {one.body}") for one in person.held_on_day)

    def get_parts(self, view: Any) -> dict[str, Any]:
        person, today = view.object, clock.today()
        terms = person.appointments.select_related("seat__body__partnership", "body__partnership")
        return {
            "terms": list(terms.newest_first()),
            "contact_of": person.contact_of.select_related("organisation__partnership").newest_first(),
            "panels": view.panels_at(ON_PERSON, person),
            "may_export": view.request.user.has_perm("boards.manage_roles", view.partnership),
            "today": today,
            "roles": list(person.user.role_grants.filter(partnership=view.partnership)) if person.user else [],
        }


person_pages = PersonPages()
