"""What an import changes in a record, field by field, in words (I-1)."""

from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import models

from core.choices import Precision
from core.history import dated_fields
from core.models import Governed
from core.rules.dates import format_date

CORRECTED = "corrects a mistake"
# A meeting that is moved was no mistake.
NO_MISTAKE = frozenset({"source", "note", "held_on"})


class Difference(NamedTuple):
    """The column or field, and what it says before and after; empty where it says nothing. ``why`` tells that what was
    said of the past was a mistake.
    """

    name: str
    old: str
    new: str
    why: str = ""


def differences(
    before: models.Model,
    after: models.Model,
    names: Iterable[str],
    columns: Mapping[str, str],
    *,
    known: Container[str],
) -> list[Difference]:
    """One for each field that is to be told; a date and its precision are one."""
    dates = {precision: day for day, precision in dated_fields(type(after)).items()}
    told = dict.fromkeys(dates.get(name, name) for name in names)
    return [
        Difference(
            _name(after, name, columns, known),
            in_words(before, name),
            in_words(after, name),
            CORRECTED if _was_a_mistake(before, name) else "",
        )
        for name in told
    ]


def _was_a_mistake(before: models.Model, name: str) -> bool:
    """A dated fact that is to say something else of the same time was never so. An end that comes is no mistake."""
    dated = dated_fields(type(before))
    is_fact = isinstance(before, Governed) and bool(before.part_of) and bool({"starts_on", "happened_on"} & set(dated))
    return (is_fact or name in dated) and name not in NO_MISTAKE and in_words(before, name) != ""


def _name(record: models.Model, name: str, columns: Mapping[str, str], known: Container[str]) -> str:
    column = columns.get(name, name)
    field: Any = record._meta.get_field(name)
    return column if column in known else str(field.verbose_name)


def in_words(record: models.Model, name: str) -> str:
    """What a field of the record says, as a person reads it."""
    field: Any = record._meta.get_field(name)
    value = getattr(record, name)
    if value is None:
        return ""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return _day_in_words(record, name, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _day_in_words(record: models.Model, name: str, day: Any) -> str:
    precision = getattr(record, dated_fields(type(record)).get(name, ""), Precision.DAY)
    return f"{format_date(day)} (on record)" if precision == Precision.UNKNOWN else format_date(day, precision)
