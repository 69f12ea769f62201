"""What meetings decide about monitoring, what members ask to be followed up, and reviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField, field_of
from core.records.forms import RecordForm
from meetings.models import MeetingQuerySet
from monitoring.models import Review
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

    def clean_recommendations(self) -> list[Recommendation]:
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


MOST_ROWS = 10


class ReviewForm(RecordForm):
    """The review, and rows for the new recommendations that it leads to: as many as ``rows`` says, and one more where
    the button for more was pressed.
    """

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
    needs_follow_up = forms.BooleanField(
        label="Where it is reopened: set the status to “needs follow-up”", required=False
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)
    field_order = ("reviewed_on", "meeting", "achieved", "cost", "next_steps", "outcome", "needs_follow_up")

    class Meta(RecordForm.Meta):
        model = Review
        fields: ClassVar[Any] = ("reviewed_on", "meeting", "achieved", "cost", "next_steps", "outcome")
        labels: ClassVar[Any] = {"outcome": "What does the review lead to?"}
        error_messages: ClassVar[Any] = {"outcome": {"required": "Select what the review leads to"}}

    def __init__(self, *args: Any, held: MeetingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_meetings(self, "meeting", held)
        sent = str((self.data if self.is_bound else self.initial).get("rows", ""))
        typed = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 1
        self.row_count = min(max(typed, 1), MOST_ROWS)
        for number in range(1, self.row_count + 1):
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
        given = super().clean()
        for number in range(1, self.row_count + 1):
            if given.get(f"explanation_{number}") and not given.get(f"title_{number}"):
                self.add_error(f"title_{number}", f"Enter what new recommendation {number} is")
        return given

    @property
    def follow_ons(self) -> list[tuple[str, str]]:
        """Title and explanation of each new recommendation."""
        given = self.cleaned_data
        rows = ((given[f"title_{number}"], given[f"explanation_{number}"]) for number in range(1, self.row_count + 1))
        return [(title, explanation) for title, explanation in rows if title]

    def plain_fields(self) -> list[forms.BoundField]:
        """Those of the review itself; the page writes the rows below them."""
        return [self[name] for name in self.fields if not name.startswith(("title_", "explanation_", "rows"))]

    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        return [
            (number, self[f"title_{number}"], self[f"explanation_{number}"]) for number in range(1, self.row_count + 1)
        ]
