"""The rows of the summary’s form: actions agreed, and those of earlier meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.text import Truncator

from actions.forms import Owners, OwnerSelect
from actions.models import Action
from core.fields import ParagraphsField, PlainDateField, field_of
from core.rules.dates import format_date
from core.rules.text import one_line
from meetings.services.contacts import Owner
from summaries.choices import EarlierChoice
from summaries.services.content import EARLIER_FIELDS, EarlierAnswer, earlier_field
from summaries.services.drafts import MOST_ROWS


class ActionRow(forms.Form):
    """One action. A row that is left empty is passed over."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label="What is to be done",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea", "maxlength": False}),
    )
    owner = forms.ChoiceField(label="Who does it", widget=OwnerSelect(attrs={"class": "govuk-select"}))
    due_on = PlainDateField(label="By when")
    # An item that has been taken off the agenda since is passed over, as the page does not offer it any more.
    item = forms.CharField(
        label="Agenda item (optional)", required=False, widget=forms.Select(attrs={"class": "govuk-select"})
    )

    def __init__(self, *args: Any, number: str, owners: Owners, held_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_on = held_on
        self.owners = owners
        field_of(self, "owner", forms.ChoiceField).choices = owners.choices
        select = self.fields["owner"].widget
        assert isinstance(select, OwnerSelect)
        select.unreached = owners.unreached
        item = self.fields["item"].widget
        assert isinstance(item, forms.Select)
        item.choices = [("", "No item of the agenda"), *((pk, str(item)) for pk, item in owners.items.items())]
        due_on = field_of(self, "due_on", PlainDateField)
        due_on.widget.attrs["class"] = "govuk-input govuk-input--width-10"
        due_on.noun = f"by when action {number} is to be done"
        asked = f"Enter {due_on.noun}, for example 16 11 2026"
        due_on.error_messages.update({"required": asked, "invalid": asked})
        self.fields["what"].error_messages.update(
            required=f"Enter what action {number} is",
            max_length=f"Action {number} must be 500 characters or fewer",
        )
        chosen = f"Choose who does action {number}"
        self.fields["owner"].error_messages.update(required=chosen, invalid_choice=chosen)

    def has_changed(self) -> bool:
        """Spaces are not an answer; the hidden number of the action is not one either."""
        return any(str(self[name].value() or "").strip() for name in ("what", "owner", "due_on"))

    @property
    def unreached_owner(self) -> Owner | None:
        """The owner chosen, if no email reaches them."""
        chosen = str(self["owner"].value() or "")
        return self.owners.found.get(chosen) if chosen in self.owners.unreached else None

    @property
    def has_items(self) -> bool:
        return bool(self.owners.items)

    def clean_what(self) -> str:
        return one_line(self.cleaned_data["what"])

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.held_on:
            raise ValidationError(
                f"The day by which it is to be done must be on or after the meeting, {format_date(self.held_on)}"
            )
        return due_on


class ActionRows(BaseFormSet[ActionRow]):
    """As many rows as the draft has, and one to begin with."""

    def initial_form_count(self) -> int:
        # Every row may be left empty, those of a saved draft too.
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else max(1, len(self.initial or ()))

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        number = "__number__" if index is None else str(index + 1)
        return {**super().get_form_kwargs(index), "number": number}


ActionRowSet = formset_factory(
    ActionRow, formset=ActionRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


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
