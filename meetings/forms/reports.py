"""Short answers: comments, their answers, and reports on actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import LineField, ParagraphsField, PastDateField, PlainDateField
from core.rules.dates import format_date
from meetings.choices import ActionStatus


class CommentForm(forms.Form):
    text = ParagraphsField(
        label="Your comment",
        noun="your comment",
        max_length=4000,
        help_text="The members and officers of the partnership can read it. The office answers here.",
    )


class ActionUpdateForm(forms.Form):
    """What has become of an action, and when."""

    status = forms.ChoiceField(
        label="Status",
        choices=[(status.value, status.label.capitalize()) for status in ActionStatus],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a status", "invalid_choice": "Choose a status"},
    )
    text = ParagraphsField(
        label="What has happened", noun="what has happened", max_length=4000, help_text="Everyone can read this."
    )
    reported_on = PastDateField(
        label="When was this reported?",
        noun="the day on which this was reported",
        help_text="For example 16 11 2026.",
    )
    reported_by = LineField(
        label="Who reported it? (optional)",
        noun="who reported it",
        required=False,
        max_length=150,
        help_text="For example the organisation that told you.",
    )
    new_due_on = PlainDateField(
        label="Carried to another day (optional)",
        noun="the new day",
        required=False,
        help_text="The new day by which it is to be done. Leave empty to keep the one that was agreed.",
    )

    def __init__(self, *args: Any, held_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_on = held_on

    def clean_new_due_on(self) -> date | None:
        new_due_on: date | None = self.cleaned_data["new_due_on"]
        if new_due_on and self.held_on and new_due_on < self.held_on:
            raise ValidationError(f"The new day must be on or after the meeting, {format_date(self.held_on)}")
        return new_due_on
