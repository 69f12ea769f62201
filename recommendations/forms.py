"""What officers report and members ask."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import PlainDateField
from core.rules.text import clean_text
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation

STATUSES = [(status.value, status.label.capitalize()) for status in RecommendationStatus]


class PlainText(forms.CharField):
    """Several lines of text without control characters or direction overrides (I-4)."""

    def __init__(self, *, noun: str, max_length: int, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "required": f"Enter {noun}",
                "max_length": f"{noun[0].upper()}{noun[1:]} must be {max_length} characters or fewer",
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "").strip()


class ReportedDateField(PlainDateField):
    """A day that has come already."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > self.today():
            raise forms.ValidationError(f"{self.noun[0].upper()}{self.noun[1:]} must be today or in the past")


class ProgressForm(forms.Form):
    """One claim of progress, and, if it is time, a new status for the recommendation as a whole."""

    text = PlainText(label="What has happened", noun="what has happened", max_length=4000)
    reported_on = ReportedDateField(
        label="Date of the report",
        help_text="The day on which the progress was reported, for example 16 11 2026",
    )
    reported_by = forms.CharField(
        label="Who reports it",
        help_text="An office or organisation rather than a person’s name, for example Policy and Strategy",
        max_length=120,
        error_messages={
            "required": "Enter who reports it",
            "max_length": "Who reports it must be 120 characters or fewer",
        },
    )
    status = forms.ChoiceField(
        label="Status of this piece of work",
        help_text="What is reported here may be finished while the recommendation as a whole is not",
        choices=STATUSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the status of this piece of work"},
    )
    overall_status = forms.ChoiceField(label="Status of the whole recommendation", required=False)
    reason = PlainText(
        label="Why the status changes",
        noun="why the status changes",
        help_text="Only if you change the status of the whole recommendation. Everybody will be able to read it.",
        max_length=1000,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays = f"Leave it as it is: {recommendation.get_status_display()}"
        others = [(value, label) for value, label in STATUSES if value != recommendation.status]
        overall = self.fields["overall_status"]
        assert isinstance(overall, forms.ChoiceField)
        overall.choices = [("", stays), *others]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("overall_status") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why the status changes")
        if cleaned.get("reason") and not cleaned.get("overall_status") and "overall_status" not in self.errors:
            self.add_error("overall_status", "Select the new status, or take out the reason for a change")
        return cleaned


class StatusForm(forms.Form):
    """A change of status without new progress."""

    to_status = forms.ChoiceField(
        label="New status",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the new status"},
    )
    reason = PlainText(
        label="Why the status changes",
        noun="why the status changes",
        help_text="Everybody will be able to read it.",
        max_length=1000,
    )
    changed_on = ReportedDateField(label="Date of the change", help_text="For example 16 11 2026")

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_status = self.fields["to_status"]
        assert isinstance(to_status, forms.ChoiceField)
        to_status.choices = [(value, label) for value, label in STATUSES if value != recommendation.status]


class CommentForm(forms.Form):
    """What a member asks or says."""

    text = PlainText(
        label="Your comment or question",
        noun="your comment or question",
        help_text="Members and officers of the partnership will see it with your name.",
        max_length=4000,
    )


class AnswerForm(forms.Form):
    """What the office answers."""

    answer = PlainText(
        label="Your answer",
        noun="your answer",
        help_text="Members and officers of the partnership will see it with your name.",
        max_length=4000,
    )
