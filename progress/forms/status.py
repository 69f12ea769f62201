"""What officers say when a status changes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from core.fields import ParagraphsField, PastDateField, field_of
from meetings.models import MeetingQuerySet
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, RecommendationQuerySet
from scrutiny.forms.meetings import MeetingField, offer_meetings

STATUSES = [(status.value, status.label.capitalize()) for status in RecommendationStatus]


EVIDENCE_HELP = "Needed for “implemented”: a paper, a figure, something that people can see."


def evidence_field(help_text: str = EVIDENCE_HELP) -> ParagraphsField:
    """What shows that a status is so."""
    return ParagraphsField(
        label="What shows it", noun="what shows it", help_text=help_text, max_length=2000, rows=3, required=False
    )


class SeenStatusForm(forms.Form):
    """Carries the status that the page showed, so that nobody changes one that they have not seen. ``status_field``
    names the field that changes it.
    """

    status_field: ClassVar[str]
    seen_status = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendation = recommendation
        self.fields["seen_status"].initial = recommendation.status

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen = cleaned.pop("seen_status", "")
        if seen and seen != self.recommendation.status and self.data.get(self.status_field):
            self.errors.pop(self.status_field, None)
            self.add_error(
                self.status_field,
                f"Somebody else has set the status to “{self.recommendation.get_status_display()}” meanwhile: "
                "look at it, then choose again",
            )
            # Sending it again is then a decision that knows of the other.
            self.data = {**dict(self.data.items()), "seen_status": self.recommendation.status}
        return cleaned


class SuccessorField(forms.ModelChoiceField[Recommendation]):
    """The recommendation that takes the place of one that is no longer relevant."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Recommendation.objects.none(),
            label="Which recommendation takes its place? (optional)",
            help_text="Only where it is no longer relevant because another recommendation does what it asked.",
            empty_label="None",
            required=False,
            error_messages={"invalid_choice": "Choose a recommendation from the list"},
        )

    def label_from_instance(self, recommendation: Recommendation) -> str:
        return f"{recommendation.number}. {recommendation.title} ({recommendation.topic_group.title})"


class StatusForm(SeenStatusForm):
    """A change of status without new progress."""

    status_field = "to_status"

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
    evidence = evidence_field()
    superseded_by = SuccessorField()
    changed_on = PastDateField(label="Date of the change", help_text="For example 16 11 2026")
    meeting = MeetingField(
        label="Meeting that confirmed it (optional)",
        help_text="A meeting of a policy and performance board that has been held.",
        empty_label="No meeting has confirmed it",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        recommendation: Recommendation,
        others: RecommendationQuerySet,
        held: MeetingQuerySet,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, recommendation=recommendation, **kwargs)
        to_status = field_of(self, "to_status", forms.ChoiceField)
        to_status.choices = [(value, label) for value, label in STATUSES if value != recommendation.status]
        successor = field_of(self, "superseded_by", SuccessorField)
        successor.queryset = others.exclude(pk=recommendation.pk).by_number().select_related("topic_group")
        offer_meetings(self, "meeting", held)
