"""What officers report and members ask."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation

STATUSES = [(status.value, status.label.capitalize()) for status in RecommendationStatus]


class KnowsStatus(forms.Form):
    """Carries the status that the page showed, so that nobody changes one that they have not seen."""

    asked_in: ClassVar[str]
    seen_status = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self.fields["seen_status"].initial = recommendation.status

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen_status", "")
        if seen and seen != self.recommendation.status and self.data.get(self.asked_in):
            self.errors.pop(self.asked_in, None)
            self.add_error(
                self.asked_in,
                f"Somebody else has set the status to “{self.recommendation.get_status_display()}” meanwhile: "
                "look at it, then choose again",
            )
            # Sending it again is then a decision that knows of the other.
            self.data = {**self.data.dict(), "seen_status": self.recommendation.status}  # type: ignore[attr-defined]
        return cleaned


class ProgressForm(KnowsStatus):
    """One claim of progress, and, if it is time, a new status for the recommendation as a whole."""

    asked_in = "overall_status"

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

    evidence = ParagraphsField(
        label="What shows it",
        noun="what shows it",
        help_text="Only if the whole recommendation is now implemented: a paper, a figure, something people can see.",
        max_length=2000,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, recommendation=recommendation, **kwargs)
        stays = f"Leave it as it is: {recommendation.get_status_display()}"
        others = [(value, label) for value, label in STATUSES if value != recommendation.status]
        overall = self.fields["overall_status"]
        assert isinstance(overall, forms.ChoiceField)
        overall.choices = [("", stays), *others]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("overall_status") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why the status changes")
        if cleaned.get("reason") and not cleaned.get("overall_status") and "overall_status" not in self.errors:
            self.add_error("overall_status", "Select the new status, or take out the reason for a change")
        return cleaned


class StatusForm(KnowsStatus):
    """A change of status without new progress."""

    asked_in = "to_status"

    to_status = forms.ChoiceField(
        label="New status",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the new status"},
    )
    reason = ParagraphsField(
        label="Why the status changes",
        noun="why the status changes",
        help_text="Everybody will be able to read it.",
        max_length=1000,
    )
    evidence = ParagraphsField(
        label="What shows it",
        noun="what shows it",
        help_text="Needed for “implemented”: a paper, a figure, something that people can see.",
        max_length=2000,
        rows=3,
        required=False,
    )
    changed_on = PastDateField(label="Date of the change", help_text="For example 16 11 2026")

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, recommendation=recommendation, **kwargs)
        to_status = self.fields["to_status"]
        assert isinstance(to_status, forms.ChoiceField)
        to_status.choices = [(value, label) for value, label in STATUSES if value != recommendation.status]


class CommentForm(forms.Form):
    """What a member asks or says."""

    text = ParagraphsField(
        label="Your comment or question",
        noun="your comment or question",
        help_text="Members and officers of the partnership will see it with your name.",
        max_length=4000,
    )
