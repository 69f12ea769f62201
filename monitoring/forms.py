"""What a meeting decided about monitoring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, field_of
from meetings.models import MeetingQuerySet
from monitoring.choices import ReviewOutcome
from monitoring.services.reviews import FollowOn, ReviewContent
from recommendations.models import Recommendation
from scrutiny.forms.meetings import MeetingField, offer_meetings


class DecisionForm(forms.Form):
    """At which meeting, and why."""

    meeting = MeetingField(
        label="Which meeting decided it?",
        help_text="A meeting of a policy and performance board that has been held. Its day is the day of the decision.",
        empty_label="Choose a meeting",
    )
    reason = ParagraphsField(
        label="Why did it decide so?",
        noun="why the meeting decided so",
        help_text="Everybody will be able to read it.",
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, held: MeetingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_meetings(self, "meeting", held)


class StopForm(DecisionForm):
    """One recommendation is closed; of one that is not settled the officer says that the meeting knew."""

    although_open = forms.BooleanField(
        label="The meeting decided so although the recommendation is not settled", required=False
    )

    def __init__(self, *args: Any, is_settled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_settled:
            del self.fields["although_open"]


class CloseForm(DecisionForm):
    """Several settled ones are closed at one meeting."""

    field_order = ("recommendations", "meeting", "reason")
    recommendations = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the recommendations that the meeting closed",
            "invalid_choice": "A recommendation that you ticked has changed meanwhile: look again",
        },
    )

    def __init__(self, *args: Any, settled: Iterable[Recommendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settled = {str(one.pk): one for one in settled}
        chosen = field_of(self, "recommendations", forms.MultipleChoiceField)
        chosen.choices = [(pk, str(one)) for pk, one in self.settled.items()]

    def rows(self) -> list[tuple[Recommendation, bool]]:
        """Each with whether it is ticked."""
        sent = set(self["recommendations"].data)
        return [(one, pk in sent) for pk, one in self.settled.items()]

    def ticked(self) -> list[Recommendation]:
        return [self.settled[pk] for pk in self.cleaned_data["recommendations"]]


class FollowUpForm(forms.Form):
    # The item of an agenda holds the texts of several members.
    text = ParagraphsField(
        label="What should the next meeting look at?",
        noun="what the next meeting should look at",
        help_text="The partnership office or the chair decides whether it goes on the agenda, and words it.",
        max_length=1000,
        rows=3,
    )


class PutOnForm(forms.Form):
    """How the agenda words it; ``meeting`` is the one that the page names."""

    meeting = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    wording = ParagraphsField(
        label="Wording on the agenda",
        noun="the wording on the agenda",
        help_text="Everyone can read it once the agenda is published. It does not name the member.",
        max_length=1000,
        rows=3,
    )


class SettleForm(forms.Form):
    reason = LineField(
        label="Why does no meeting need to look at it?",
        noun="why no meeting needs to look at it",
        help_text="Members can read this.",
        max_length=300,
    )


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
