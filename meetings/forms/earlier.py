"""What is said in a summary about the actions of earlier meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import Truncator

from core.fields import ParagraphsField, PlainDateField, field_of
from core.rules.dates import format_date
from meetings.choices import EarlierChoice
from meetings.models import Action
from meetings.services.content import EARLIER_FIELDS, EarlierAnswer, earlier_field

CHOICES = (
    ("", "Leave as it is"),
    (EarlierChoice.NOTED, "Note"),
    (EarlierChoice.DONE, "Close as done"),
    (EarlierChoice.DROPPED, "Close as no longer needed"),
    (EarlierChoice.CARRIED, "Carry to another day"),
)
LONGEST_TEXT = 1000


class EarlierRow(forms.Form):
    """One action of an earlier meeting: noted, closed, carried, or left alone."""

    choice = forms.ChoiceField(choices=CHOICES, required=False, widget=forms.RadioSelect)
    text = ParagraphsField(label="What was said", max_length=LONGEST_TEXT, rows=2, required=False)
    due_on = PlainDateField(label="Carried to", required=False)

    def __init__(self, draft: dict[str, str], *, action: Action, held_on: date, on: date, check: bool) -> None:
        prefix = earlier_field(action.pk, "")[:-1]
        typed = {name: draft.get(earlier_field(action.pk, name), "") for name in EARLIER_FIELDS}
        super().__init__(data=draft if check else None, initial=typed, prefix=prefix)
        self.action = action
        self.held_on = held_on
        self.is_overdue = action.is_overdue(on=on)
        self.short = f"“{Truncator(action.what).chars(60)}”"
        self.fields["text"].widget.attrs["class"] = "govuk-textarea"
        self.fields["text"].error_messages["max_length"] = (
            f"What was said about {self.short} must be 1,000 characters or fewer"
        )
        due_on = field_of(self, "due_on", PlainDateField)
        due_on.widget.attrs["class"] = "govuk-input govuk-input--width-10"
        due_on.noun = f"the day that {self.short} is carried to"
        due_on.error_messages["invalid"] = f"Enter {due_on.noun}, for example 16 11 2026"
        self.fields["choice"].error_messages["invalid_choice"] = f"Choose what becomes of {self.short}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        choice = given.get("choice")
        if choice == EarlierChoice.CARRIED:
            self._check_day(given.get("due_on"))
            return given
        # A day typed before another answer was chosen stays in the draft and goes no further.
        self.errors.pop("due_on", None)
        if not choice and "choice" not in self.errors and given.get("text"):
            self.add_error("choice", f"Choose what becomes of {self.short}, or take out what you typed about it")
        if choice and not given.get("text") and "text" not in self.errors:
            self.add_error("text", f"Enter what was said about {self.short}")
        return given

    def _check_day(self, due_on: date | None) -> None:
        if "due_on" in self.errors:
            return
        if due_on is None:
            self.add_error("due_on", self.fields["due_on"].error_messages["invalid"])
        elif due_on <= self.held_on:
            day = format_date(self.held_on)
            self.add_error("due_on", f"The day that {self.short} is carried to must be after the meeting, {day}")

    def answer(self) -> EarlierAnswer | None:
        """None where it is left alone; asked once the row is valid."""
        given = self.cleaned_data
        if not given["choice"]:
            return None
        choice = EarlierChoice(given["choice"])
        due_on = given["due_on"] if choice == EarlierChoice.CARRIED else None
        return EarlierAnswer(action=self.action, choice=choice, text=given["text"], due_on=due_on)
