"""What files call records that have no code of their own: kept from the first time that they go out or come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.utils.text import slugify

from boards.models import Partnership, Person, Priority
from imports.models import FileRecord
from meetings.models import Meeting

LONGEST = 50
M = TypeVar("M", Person, Meeting)


def records_by_code(model: type[M], partnership: Partnership) -> dict[str, M]:
    """Those that files have a code for, which they have not themselves."""
    records = model._default_manager.filter(partnership=partnership).in_bulk()
    kept = FileRecord.objects.filter(partnership=partnership, record_type=model._meta.label_lower).exclude(key="")
    return {one.key: records[one.record_pk] for one in kept if one.record_pk in records}


def keep_code(record: models.Model, code: str, *, partnership: Partnership) -> None:
    """The code of a record that was removed becomes that of the record that comes under it again."""
    kind = record._meta.label_lower
    FileRecord.objects.filter(partnership=partnership, record_type=kind, key=code).exclude(record_pk=record.pk).delete()
    FileRecord.objects.update_or_create(
        record_type=kind,
        record_pk=record.pk,
        defaults={"partnership": partnership, "key": code},
    )


def give_codes(partnership: Partnership) -> None:
    """Those who have none get one, made of the name or of the title and the day."""
    people = Person.objects.filter(partnership=partnership).order_by("pk")
    meetings = Meeting.objects.filter(partnership=partnership, code="").order_by("pk")
    codes = set(Meeting.objects.filter(partnership=partnership).values_list("code", flat=True))
    _give(partnership, people, lambda person: person.name, taken=set())
    _give(partnership, meetings, lambda meeting: f"{meeting.held_on or ''} {meeting.title}", taken=codes)


def _give(
    partnership: Partnership, records: models.QuerySet[Any], words: Callable[[Any], str], *, taken: set[str]
) -> None:
    kept = FileRecord.objects.filter(partnership=partnership, record_type=records.model._meta.label_lower)
    taken |= set(kept.values_list("key", flat=True))
    for record in records.exclude(pk__in=kept.exclude(key="").values("record_pk")):
        stem = slugify(words(record))[:LONGEST].strip("-") or records.model._meta.model_name
        code = next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 100_000))) if code not in taken)
        taken.add(code)
        keep_code(record, code, partnership=partnership)


def code_of(partnership: Partnership) -> Callable[[models.Model], str]:
    """From a record of the partnership to what files call it."""
    people = {person.pk: code for code, person in records_by_code(Person, partnership).items()}
    meetings = {meeting.pk: code for code, meeting in records_by_code(Meeting, partnership).items()}
    strategies: dict[str, set[int]] = {}
    for code, strategy in Priority.objects.filter(strategy__partnership=partnership).values_list("code", "strategy"):
        strategies.setdefault(code, set()).add(strategy)

    def find(record: Any) -> str:
        if isinstance(record, Person):
            return people[record.pk]
        if isinstance(record, Meeting) and not record.code:
            return meetings[record.pk]
        if isinstance(record, Priority) and len(strategies[record.code]) > 1:
            return f"{record.strategy.code}/{record.code}"
        return str(record.code)

    return find
