"""When a person leaves, and what ends with them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from boards.forms.previewed import PreviewedForm
from boards.leaving import Endings
from boards.models import Person
from boards.services.departure import endings_of_person
from core.fields import PlainDateField, field_of
from core.models import User


class LeaveForm(PreviewedForm):
    """The last day, and what ends: all of it is ticked at first."""

    last_day = PlainDateField(label="Last day", noun="the last day", help_text="For example 16 11 2026.")
    ends = forms.MultipleChoiceField(
        label="What ends?",
        help_text="Untick what stays. They then remain a contact.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, person: Person, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.by, self.today = person, by, today
        self.fields["last_day"].initial, self.fields["shown"].initial = today, today.isoformat()
        self.offer(today)

    def offer(self, last_day: date) -> None:
        """Offer what ends by that day."""
        self.endings: Endings = endings_of_person(self.person, last_day=last_day, by=self.by, today=self.today)
        ends = field_of(self, "ends", forms.MultipleChoiceField)
        ends.choices = [(one.key, one.label) for one in self.endings.choices]
        ends.initial = [one.key for one in self.endings.choices]

    def preview_key(self, given: dict[str, Any]) -> str:
        return str(given["last_day"].isoformat())

    def clean_last_day(self) -> date:
        """The field comes before what is ticked, which is judged by what ends by that day."""
        last_day: date = self.cleaned_data["last_day"]
        self.offer(last_day)
        if not self.was_shown({"last_day": last_day}):
            self.resend(ends=[one.key for one in self.endings.choices])
            raise forms.ValidationError("Check what ends by this date, then confirm", code="look")
        return last_day

    @property
    def kept(self) -> list[str]:
        return [one.key for one in self.endings.choices if one.key not in self.cleaned_data["ends"]]
