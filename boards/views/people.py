"""The people of a partnership: their list, a page for each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin import display

from boards.forms.people import PersonForm
from boards.models import Person
from boards.models.membership import PersonQuerySet
from boards.permissions import KEEP_REGISTER
from boards.records import RecordPages
from core import clock


class PersonPages(RecordPages):
    """Only the office sees the list, with addresses and telephone numbers."""

    model, form_class, permission = Person, PersonForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "person", "people", "people"
    is_public = False
    actions = ("list", "show", "add", "edit", "remove")
    noun, plural = "person", "People"
    headings: ClassVar[dict[str, str]] = {"edit": "Change the person"}
    lede = "Everyone who sits on a board or group, works for a partner or has a role, with how to reach them."
    empty_text = (
        "Add the people who sit on your boards and groups. Seats and appointments bring them onto this list, too."
    )
    columns = ("name", "email", "organisation", "holds")
    search_fields = ("name", "email", "organisation__name")
    templates: ClassVar[dict[str, str]] = {"list": "boards/people.html", "show": "boards/person.html"}
    removal_note = ""

    def get_queryset(self, view: Any) -> PersonQuerySet:
        return Person.objects.filter(partnership=view.partnership).select_related("partnership", "organisation")

    def get_list(self, view: Any) -> PersonQuerySet:
        return self.get_queryset(view).with_appointments(on=clock.today())

    @display(description="Holds now")
    def holds(self, person: Any) -> str:
        return ", ".join(str(one.seat or f"{one.get_position_display()}, {one.body}") for one in person.held_on_day)

    def get_parts(self, view: Any) -> dict[str, Any]:
        person, today = view.object, clock.today()
        terms = person.appointments.select_related("seat__body__partnership", "body__partnership")
        return {
            "terms": list(terms.newest_first()),
            "today": today,
            "roles": list(person.user.role_grants.filter(partnership=view.partnership)) if person.user else [],
        }


person_pages = PersonPages()
