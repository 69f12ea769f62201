"""Dates of known precision: one box in a form, one attribute of a record, two columns in the database (T-4)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.choices import Precision
from core.fields import EXAMPLE, PastDateField, PlainDateField
from core.rules.date_input import parse_typed_period
from core.rules.dates import ONE_DAY, format_date


class PreciseDate(date):
    """A day of which perhaps only the month or year is known; then it is the first day of that period."""

    precision: str

    @classmethod
    def of(cls, day: date, precision: str = Precision.DAY) -> Self:
        first = {Precision.MONTH: day.replace(day=1), Precision.YEAR: day.replace(month=1, day=1)}
        start = first.get(Precision(precision), day)
        known = cls(start.year, start.month, start.day)
        known.precision = precision
        return known

    @property
    def words(self) -> str:
        return format_date(self, self.precision)


def precision_field(name: str) -> str:
    """“received_precision” for “received_on”."""
    return f"{name.removesuffix('_on')}_precision"


class PreciseDateFormField(PlainDateField):
    """One box for “16 11 2026”, “November 2026” or “2026”. Cleans to a ``PreciseDate``, or None."""

    example = f"{EXAMPLE}, November 2026 or 2026"

    def parse(self, text: str) -> PreciseDate:
        period = parse_typed_period(text)
        return PreciseDate.of(*period) if period else PreciseDate.of(super().parse(text))

    def prepare_value(self, value: Any) -> Any:
        return value.words if isinstance(value, PreciseDate) else super().prepare_value(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return (initial, getattr(initial, "precision", None)) != (typed, getattr(typed, "precision", None))


class PastPreciseDateFormField(PreciseDateFormField, PastDateField):
    """A period that has begun."""


class PreciseDateField(models.DateField[Any, Any]):
    """A date whose precision stands in a column of its own, which the model declares: ``received_on`` has
    ``received_precision`` beside it. Set to a ``PreciseDate`` or to None, it sets that, too.

    ``is_past`` says whether a form takes only what has begun.
    """

    def __init__(self, *args: Any, is_past: bool = False, **kwargs: Any) -> None:
        self.is_past = is_past
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """To the database, a plain date."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def value_from_object(self, obj: models.Model) -> Any:
        """None where only a first or last record is known: nobody has said when it was."""
        day, precision = super().value_from_object(obj), getattr(obj, precision_field(self.name))
        return None if day is None or precision == Precision.UNKNOWN else self.to_form(day, precision)

    def to_form(self, day: date, precision: str) -> PreciseDate:
        return PreciseDate.of(day, precision)

    def from_form(self, typed: PreciseDate) -> date:
        return typed

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """What was left as it was shown stays as it is stored."""
        shown = self.value_from_object(instance)
        if (shown, getattr(shown, "precision", None)) == (data, getattr(data, "precision", None)):
            return
        super().save_form_data(instance, self.from_form(data) if isinstance(data, PreciseDate) else data)
        precision = getattr(data, "precision", Precision.DAY) if data else Precision.UNKNOWN
        setattr(instance, precision_field(self.name), precision)

    def formfield(self, **kwargs: Any) -> Any:
        field: type[forms.Field] = PastPreciseDateFormField if self.is_past else PreciseDateFormField
        return models.Field.formfield(self, **({"form_class": field} | kwargs))


class LastDayField(PreciseDateField):
    """The last day of what ended in a month or year is the day before it (T-5); a form shows the month or year."""

    def to_form(self, day: date, precision: str) -> PreciseDate:
        return PreciseDate.of(day if precision == Precision.DAY else day + ONE_DAY, precision)

    def from_form(self, typed: PreciseDate) -> date:
        return typed if typed.precision == Precision.DAY else typed - ONE_DAY
