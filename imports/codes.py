"""What files call records that have no code of their own: kept from the first time that they go out or come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.text import slugify

from boards.models import Partnership, Person, Priority
from imports.models import FileRecord

PERSON = Person._meta.label_lower
LONGEST = 50


def people_by_code(partnership: Partnership) -> dict[str, Person]:
    """Those that files have a code for."""
    people = Person.objects.filter(partnership=partnership).in_bulk()
    kept = FileRecord.objects.filter(partnership=partnership, record_type=PERSON).exclude(key="")
    return {one.key: people[one.record_pk] for one in kept if one.record_pk in people}


def keep_code(record: models.Model, code: str, *, partnership: Partnership) -> None:
    FileRecord.objects.update_or_create(
        record_type=record._meta.label_lower,
        record_pk=record.pk,
        defaults={"partnership": partnership, "key": code},
    )


def give_codes(partnership: Partnership) -> None:
    """Those who have none get one, made of the name."""
    known = people_by_code(partnership)
    taken = set(FileRecord.objects.filter(partnership=partnership, record_type=PERSON).values_list("key", flat=True))
    having = {person.pk for person in known.values()}
    for person in Person.objects.filter(partnership=partnership).exclude(pk__in=having).order_by("pk"):
        stem = slugify(person.name)[:LONGEST].strip("-") or "person"
        code = next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 100_000))) if code not in taken)
        taken.add(code)
        keep_code(person, code, partnership=partnership)


def code_of(partnership: Partnership) -> Callable[[models.Model], str]:
    """From a record of the partnership to what files call it."""
    people = {person.pk: code for code, person in people_by_code(partnership).items()}
    strategies: dict[str, set[int]] = {}
    for code, strategy in Priority.objects.filter(strategy__partnership=partnership).values_list("code", "strategy"):
        strategies.setdefault(code, set()).add(strategy)

    def find(record: Any) -> str:
        if isinstance(record, Person):
            return people[record.pk]
        if isinstance(record, Priority) and len(strategies[record.code]) > 1:
            return f"{record.strategy.code}/{record.code}"
        return str(record.code)

    return find
