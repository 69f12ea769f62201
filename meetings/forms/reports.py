"""Short answers: comments, their answers, and reports on actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock
from core.fields import PlainDateField
from core.rules.text import clean_text
from meetings.choices import ActionStatus


class LongText(forms.CharField):
    """Plain text of several lines."""

    def __init__(self, *, label: str, missing: str, help_text: str = "", rows: int = 4) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"required": missing, "max_length": "Use 4,000 characters or fewer"},
        )

    def clean(self, value: Any) -> Any:
        return clean_text(super().clean(value)).strip()


class CommentForm(forms.Form):
    text = LongText(
        label="Your comment",
        missing="Enter your comment",
        help_text="The members and officers of the partnership can read it. The office answers here.",
    )


class AnswerForm(forms.Form):
    answer = LongText(label="Answer", missing="Enter your answer", help_text="Members see it below the comment.")


class ActionUpdateForm(forms.Form):
    """What has become of an action, and when."""

    status = forms.ChoiceField(
        label="Status",
        choices=[(status.value, status.label.capitalize()) for status in ActionStatus],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a status", "invalid_choice": "Choose a status"},
    )
    text = LongText(label="What has happened", missing="Enter what has happened", help_text="Everyone can read this.")
    reported_on = PlainDateField(
        label="When was this reported?", noun="when this was reported", help_text="For example 16 11 2026."
    )

    def clean_reported_on(self) -> date:
        reported_on: date = self.cleaned_data["reported_on"]
        if reported_on > clock.today():
            raise ValidationError("The day on which this was reported must not be in the future")
        return reported_on
