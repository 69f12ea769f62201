"""What officers report and members ask."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, field_of
from progress.forms.status import STATUSES, SeenStatusForm, evidence_field
from recommendations.models import Recommendation


class ProgressForm(SeenStatusForm):
    """One claim of progress, and, if it is time, a new status for the recommendation as a whole."""

    status_field = "overall_status"

    text = ParagraphsField(label="What has happened", noun="what has happened", max_length=4000)
    reported_on = PastDateField(
        label="Date of the report",
        help_text="The day on which the progress was reported, for example 16 11 2026",
    )
    reported_by = LineField(
        label="Who reports it",
        noun="who reports it",
        help_text="An office or organisation rather than a person’s name, for example Policy and Strategy",
        max_length=120,
    )
    status = forms.ChoiceField(
        label="Status of this piece of work",
        help_text="What is reported here may be finished while the recommendation as a whole is not",
        choices=STATUSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the status of this piece of work"},
    )
    overall_status = forms.ChoiceField(label="Status of the whole recommendation", required=False)
    reason = ParagraphsField(
        label="Why the status changes",
        noun="why the status changes",
        help_text="Only if you change the status of the whole recommendation. Everybody will be able to read it.",
        max_length=1000,
        rows=3,
        required=False,
    )

    evidence = evidence_field(
        "Only if the whole recommendation is now implemented: a paper, a figure, something people can see."
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, recommendation=recommendation, **kwargs)
        stays = f"Leave it as it is: {recommendation.get_status_display()}"
        others = [(value, label) for value, label in STATUSES if value != recommendation.status]
        overall = field_of(self, "overall_status", forms.ChoiceField)
        overall.choices = [("", stays), *others]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("overall_status") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why the status changes")
        if cleaned.get("reason") and not cleaned.get("overall_status") and "overall_status" not in self.errors:
            self.add_error("overall_status", "Select the new status, or take out the reason for a change")
        return cleaned
