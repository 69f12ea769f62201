"""What officers record of measures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape

from core.fields import LineField
from core.rules.dates import FIRST_SENSIBLE_DAY
from performance.choices import ValueBasis
from performance.models import Measure


class FigureField(forms.DecimalField):
    """A number as people type it: “1,234.5”, “74.8%”, “−2”."""

    def __init__(self, *, noun: str, **kwargs: Any) -> None:
        asked = f"Enter {noun} as a number, for example 74.8"
        too_long = f"{noun[0].upper()}{noun[1:]} must have 12 digits or fewer, and 6 decimals or fewer"
        lengths = ("max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            max_digits=18,
            decimal_places=6,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
            error_messages={"required": asked, "invalid": asked} | dict.fromkeys(lengths, too_long),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("−", "-").strip().removesuffix("%").strip()
        return super().to_python(value)


class YearField(forms.IntegerField):
    """A year from 1990 to the present one: there are no figures of years to come."""

    def __init__(self, *, noun: str, this_year: int, **kwargs: Any) -> None:
        first = FIRST_SENSIBLE_DAY.year
        asked = f"Enter {noun}, for example {this_year - 1}"
        outside = f"{noun[0].upper()}{noun[1:]} must be from {first} to {this_year}"
        super().__init__(
            min_value=first,
            max_value=this_year,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
            error_messages={"required": asked, "invalid": asked, "min_value": outside, "max_value": outside},
            **kwargs,
        )


class ResultForm(forms.Form):
    """The figure of one year."""

    basis = forms.ChoiceField(
        label="How the figure is known",
        choices=[(basis.value, basis.label.capitalize()) for basis in ValueBasis],
        initial=ValueBasis.STATED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the figure is known"},
    )
    change_stated = FigureField(
        label="Change, if the source prints one",
        noun="the change",
        help_text="As printed, even where it does not agree with the figures: both are shown. A fall has a minus.",
        required=False,
    )
    source = LineField(
        label="Source",
        max_length=200,
        help_text="For example the paper and its paragraph",
        required=False,
    )
    note = LineField(label="Note", max_length=500, required=False)
    replace = forms.BooleanField(
        label="Replace the figure that is on record for this year",
        help_text="The earlier figure stays in the history.",
        required=False,
    )
    field_order = ("year", "value", "basis", "change_stated", "change_from_year", "source", "note", "replace")

    def __init__(self, *args: Any, measure: Measure, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form library prints hints as they are.
        unit = escape(f"In {measure.unit}") if measure.unit else ""
        self.fields["year"] = YearField(
            label="Year", noun="the year", this_year=today.year, help_text="For example 2025 for 2025/26"
        )
        self.fields["value"] = FigureField(label="Figure", noun="the figure", help_text=unit)
        self.fields["change_from_year"] = YearField(
            label="Year that the change is counted from",
            noun="the year that the change is counted from",
            this_year=today.year,
            required=False,
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        from_year, year = cleaned.get("change_from_year"), cleaned.get("year")
        if from_year is not None and cleaned.get("change_stated") is None and "change_stated" not in self.errors:
            self.add_error("change_stated", "Enter the change, or take out the year that it is counted from")
        if from_year is not None and year is not None and from_year >= year:
            self.add_error("change_from_year", "The year that the change is counted from must be before the year")
        return cleaned
