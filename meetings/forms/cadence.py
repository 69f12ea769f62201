"""From when, for how long and in which pattern dates are proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from boards.models import Body
from core.fields import LineField, PlainDateField, PlainTimeField
from core.rules.dates import ONE_DAY, Cadence, add_months, format_date, format_time
from meetings.rules import (
    LAST,
    MONTHS_IN_A_YEAR,
    ORDINALS,
    WEEKDAYS,
    MonthlyPattern,
    Pattern,
    WeeklyPattern,
    usual_pattern,
)
from meetings.services.cadence import Start, cadence_of_body

MONTHLY, WEEKLY = "monthly", "weekly"
AT_MOST, EVERY_AT_MOST = 60, 104
NUMBER_BOX = {"class": "govuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}


def _number(label: str, noun: str, most: int, help_text: str = "") -> forms.IntegerField:
    asked = f"Enter {noun} as a whole number from 1 to {most}"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs=NUMBER_BOX),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), asked),
    )


class ProposeForm(forms.Form):
    first = PlainDateField(label="From", noun="the first day", help_text="For example 16 11 2026.")
    last = PlainDateField(label="Up to and including", noun="the last day")
    pattern = forms.ChoiceField(
        label="Pattern",
        choices=((MONTHLY, "The same place in a month, such as the third Wednesday"), (WEEKLY, "Every so many weeks")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a pattern", "invalid_choice": "Choose a pattern"},
    )
    nth = forms.TypedChoiceField(
        label="Which one in the month",
        choices=[(number, words.capitalize()) for number, words in ORDINALS.items()],
        coerce=int,
        error_messages={"required": "Choose which one in the month", "invalid_choice": "Choose which one in the month"},
    )
    weekday = forms.TypedChoiceField(
        label="Day of the week",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        error_messages={"required": "Choose a day of the week", "invalid_choice": "Choose a day of the week"},
    )
    every = _number(
        "Every how many months or weeks", "how many months or weeks lie between two meetings", EVERY_AT_MOST
    )
    at_most = _number("How many dates at most", "how many dates you want at most", AT_MOST)
    starts_at = PlainTimeField(label="Starts at", noun="when the meetings start")
    venue = LineField(label="Where", noun="where the meetings are", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", f"The last day must be {format_date(first)} or later")
        return given

    def chosen(self) -> Pattern:
        """The pattern, once the form is valid."""
        given = self.cleaned_data
        if given["pattern"] == MONTHLY:
            return MonthlyPattern(given["nth"], given["weekday"], given["every"])
        return WeeklyPattern(given["weekday"], given["every"])


def first_answers(body: Body, start: Start) -> dict[str, Any]:
    """What the form says before anybody has changed it: a cycle of the body's cadence, or a year of months."""
    cadence = cadence_of_body(body) or Cadence(MONTHS_IN_A_YEAR)
    pattern = usual_pattern(cadence, nth=start.nth, weekday=start.weekday)
    last: date = add_months(start.first, MONTHS_IN_A_YEAR * cadence.years) - ONE_DAY
    return {
        "first": format_date(start.first),
        "last": format_date(last),
        "pattern": MONTHLY if isinstance(pattern, MonthlyPattern) else WEEKLY,
        "nth": start.nth if start.nth in ORDINALS else LAST,
        "weekday": start.weekday,
        "every": pattern.every,
        "at_most": min(cadence.times, AT_MOST),
        "starts_at": format_time(body.usual_start) if body.usual_start else "",
        "venue": body.usual_venue,
    }
