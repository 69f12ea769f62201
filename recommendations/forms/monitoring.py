"""What a meeting decided about monitoring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import ParagraphsField, field_of
from meetings.models import MeetingQuerySet
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
