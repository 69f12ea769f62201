"""What a review after twelve months found, and what it leads to."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField
from meetings.models import MeetingQuerySet
from recommendations.choices import ReviewOutcome
from recommendations.services.reviews import FollowOn, ReviewContent
from scrutiny.forms.meetings import MeetingField, offer_meetings

OUTCOMES = [(outcome.value, outcome.label.capitalize()) for outcome in ReviewOutcome]
MOST_ROWS = 10


class ReviewForm(forms.Form):
    """The review, and as many rows for new recommendations as ``rows`` says."""

    reviewed_on = PastDateField(label="Day of the review", help_text="For example 16 11 2026")
    meeting = MeetingField(
        label="Meeting that reviewed it (optional)",
        help_text="A meeting of a policy and performance board that was held on that day.",
        empty_label="No meeting",
        required=False,
    )
    achieved = ParagraphsField(label="What was achieved?", noun="what was achieved", max_length=4000)
    cost = ParagraphsField(
        label="At what cost?",
        noun="at what cost",
        help_text="Money, and people’s time. Where nobody knows, say so.",
        max_length=2000,
        rows=3,
    )
    next_steps = ParagraphsField(label="What comes next?", noun="what comes next", max_length=2000, rows=3)
    outcome = forms.ChoiceField(
        label="What does the review lead to?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the review leads to"},
    )
    needs_follow_up = forms.BooleanField(
        label="Where it is reopened: set the status to “needs follow-up”", required=False
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)

    def __init__(self, *args: Any, held: MeetingQuerySet, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_meetings(self, "meeting", held)
        self.row_count = rows
        for number in range(1, rows + 1):
            self.fields[f"title_{number}"] = LineField(
                label="What is recommended", noun=f"what new recommendation {number} is", max_length=300, required=False
            )
            self.fields[f"explanation_{number}"] = ParagraphsField(
                label="Explanation, one point a line (optional)",
                noun=f"the explanation of new recommendation {number}",
                max_length=4000,
                rows=3,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(1, self.row_count + 1):
            if given.get(f"explanation_{number}") and not given.get(f"title_{number}"):
                self.add_error(f"title_{number}", f"Enter what new recommendation {number} is")
        return given

    def content(self) -> ReviewContent:
        """What is to be recorded, once the form is valid."""
        given = self.cleaned_data
        told = ("reviewed_on", "meeting", "achieved", "cost", "next_steps", "outcome", "needs_follow_up")
        return ReviewContent(
            **{name: given[name] for name in told},
            follow_ons=[
                FollowOn(given[f"title_{number}"], given[f"explanation_{number}"])
                for number in range(1, self.row_count + 1)
                if given[f"title_{number}"]
            ],
        )

    def plain_fields(self) -> list[forms.BoundField]:
        """Those of the review itself; the page writes the rows below them."""
        return [self[name] for name in self.fields if not name.startswith(("title_", "explanation_", "rows"))]

    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [
            (number, self[f"title_{number}"], self[f"explanation_{number}"]) for number in range(1, self.row_count + 1)
        ]
