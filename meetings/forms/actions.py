"""What is said of actions by link, by officers for somebody else, and of many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField
from meetings.choices import ActionStatus
from meetings.models import Cascade

# That an action is no longer needed is for the partnership to say, not for whoever carries it out.
OWNERS_STATUSES = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)


class PassOnForm(forms.Form):
    """The actions that are passed on, all ticked to begin with."""

    actions = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the actions that you have passed on",
            "invalid_choice": "Tick the actions that you have passed on",
        },
    )

    def __init__(self, *args: Any, waiting: Iterable[Cascade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read as choices only: the page writes the boxes, as it groups them by meeting.
        self.fields["actions"].choices = [(one.action_id, str(one.action)) for one in waiting]  # type: ignore[attr-defined]

    def ticked(self) -> set[int]:
        """What the page shows ticked: everything until somebody has sent it."""
        if not self.is_bound:
            return {value for value, _ in self.fields["actions"].choices}  # type: ignore[attr-defined]
        return {int(value) for value in self.data.getlist("actions") if value.isdigit()}  # type: ignore[attr-defined]


class PassedOnByPhoneForm(PassOnForm):
    """The same for an organisation that told the office."""

    field_order = ("actions", "note")
    note = LineField(
        label="To whom, or how? (optional)",
        noun="to whom",
        required=False,
        max_length=500,
        help_text="Everyone can read this.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].label = "What has it passed on?"
        self.fields["actions"].initial = self.ticked()


class CascadeNoteForm(forms.Form):
    note = LineField(
        label="To whom did you pass them on?",
        noun="to whom you passed them on",
        max_length=300,
        help_text="One sentence, if you like. Everyone can read it.",
    )


class ProgressForm(forms.Form):
    """How far an action is, said by whoever carries it out."""

    status = forms.ChoiceField(
        label="How far is it?",
        choices=[(status.value, status.label.capitalize()) for status in OWNERS_STATUSES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far it is", "invalid_choice": "Choose how far it is"},
    )
    text = ParagraphsField(
        label="What has happened", noun="what has happened", rows=3, max_length=4000, help_text="Everyone can read it."
    )
