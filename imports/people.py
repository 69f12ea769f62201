"""people.csv: who sits, scrutinises or works for the partnership, by a code that only files know."""

from __future__ import annotations

from typing import Any

from django.db import models

from boards.models import Person
from core.rules.text import compare_key
from core.sheets.writing import Cell
from imports.cells import Row
from imports.codes import keep_code
from imports.columns import CodeOf, Day, Reference, Text
from imports.record_files import RecordFile
from imports.run import ImportRun


class PeopleFile(RecordFile):
    """A person is found by the code, else by the email address, else by a name that only one person has."""

    def write(self, row: Row, run: ImportRun) -> models.Model:
        code = row.code("person_id")
        values: dict[str, Any] = {"partnership": run.partnership}
        for column in self.columns[1:]:
            values |= column.values(row, run)
        known = run.people.get(code) or _same(values, run)
        if known:
            _refuse_twice(row, run, code, known)
        match = {"pk": known.pk if known else None}
        person = run.write(row, Person, match=match, values=values, columns=self.fields)
        if run.people.get(code) is None:
            keep_code(person, code, partnership=run.partnership)
        run.people[code] = person
        return person

    def cells(self, record: models.Model, code_of: CodeOf) -> list[Cell]:
        return [code_of(record), *(cell for column in self.columns[1:] for cell in column.cells(record, code_of))]


def _refuse_twice(row: Row, run: ImportRun, code: str, known: Person) -> None:
    """Two rows are two people: the second of one email address does not become what the first is."""
    called = {other for other, person in run.people.items() if person.pk == known.pk} - {code}
    if other := min(called & run.names_in(row.file, "person_id"), default=""):
        row.refuse("email", f"“{other}” has this email address, too")


def _same(values: dict[str, Any], run: ImportRun) -> Person | None:
    """The person without a code who is meant."""
    people = Person.objects.filter(partnership=run.partnership)
    if values["email"] and (found := people.filter(email__iexact=values["email"]).first()):
        return found
    coded = {person.pk for person in run.people.values()}
    named = [
        person
        for person in people
        if compare_key(person.name) == compare_key(values["name"]) and not (person.email and values["email"])
    ]
    return named[0] if len(named) == 1 and named[0].pk not in coded else None


PEOPLE = PeopleFile(
    "people.csv",
    "person",
    (
        Text("person_id", "pk", needed=True),
        Text("name", needed=True),
        Text("shown_as"),
        Text("email"),
        Text("telephone"),
        Reference("org_id", "organisation", among=lambda run: run.organisations),
        Day("contact_from"),
        Day("contact_until"),
    ),
    lambda partnership: Person.objects.filter(partnership=partnership).select_related("organisation"),
    model=Person,
    match=("pk",),
)
