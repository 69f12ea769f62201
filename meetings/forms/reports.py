"""Short answers: comments, their answers, and reports on actions."""

from __future__ import annotations

from django import forms

from core.fields import ParagraphsField, PastDateField
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
