"""What is said by the link of a request, one box for each recommendation."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import ParagraphsField, field_of
from progress.forms.status import STATUSES, evidence_field
from progress.services.request_answers import Answer
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation


class AnswerForm(forms.Form):
    """How far one recommendation is. A box that is left empty is passed over."""

    text = ParagraphsField(
        label="How far is it?", noun="how far it is", max_length=4000, rows=4, help_text="Everyone can read it."
    )
    status = forms.ChoiceField(
        label="Status of this piece of work",
        choices=[("", "Choose the status"), *STATUSES],
        error_messages={
            "required": "Select the status of this piece of work",
            "invalid_choice": "Select the status of this piece of work",
        },
    )
    overall_status = forms.ChoiceField(label="We think that the whole recommendation is now", required=False)
    reason = ParagraphsField(label="Why", noun="why the status should change", max_length=1000, rows=3, required=False)
    evidence = evidence_field()

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": f"r{recommendation.pk}"})
        self.recommendation = recommendation
        latest = recommendation.latest_progress
        if latest:
            self.fields["status"].initial = latest.status
        now = recommendation.status_shown
        others = [(value, label) for value, label in STATUSES if value != now]
        overall = field_of(self, "overall_status", forms.ChoiceField)
        overall.choices = [("", f"As it is: {now.label}"), *others]

    @property
    def is_filled(self) -> bool:
        """Whether anything was said; the status of the work alone is ticked already."""
        typed = ("text", "overall_status", "reason", "evidence")
        return any(str(self[name].value() or "").strip() for name in typed)

    @property
    def proposes(self) -> bool:
        """Whether the part about the whole recommendation is to stand open."""
        return any(str(self[name].value() or "").strip() for name in ("overall_status", "reason", "evidence"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        overall = given.get("overall_status")
        if overall and not given.get("reason"):
            self.add_error("reason", "Enter why the status of the whole recommendation should change")
        if overall == RecommendationStatus.IMPLEMENTED and not given.get("evidence"):
            self.add_error("evidence", "Enter what shows that the whole recommendation is implemented")
        if not overall and "overall_status" not in self.errors and (given.get("reason") or given.get("evidence")):
            self.add_error("overall_status", "Select what the whole recommendation is now, or take out the reason")
        return given

    @property
    def sent_text(self) -> str:
        """After it was found valid."""
        text: str = self.cleaned_data["text"]
        return text

    @property
    def answer(self) -> Answer:
        return Answer(recommendation=self.recommendation, **self.cleaned_data)
