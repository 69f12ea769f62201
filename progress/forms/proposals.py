"""What members propose, and what officers make of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PlainDateField, field_of
from meetings.models import MeetingQuerySet
from progress.forms.status import STATUSES, evidence_field
from progress.models import StatusProposal
from recommendations.models import Recommendation
from scrutiny.forms.meetings import MeetingField, offer_meetings


class ProposalForm(forms.Form):
    """A status that somebody who does the work proposes."""

    to_status = forms.ChoiceField(
        label="Which status should it have?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the status that you propose"},
    )
    reason = ParagraphsField(
        label="Why the status should change",
        noun="why the status should change",
        help_text="Everybody will be able to read it once the status is confirmed.",
        max_length=1000,
    )
    evidence = evidence_field()

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_status = field_of(self, "to_status", forms.ChoiceField)
        to_status.choices = [(value, label) for value, label in STATUSES if value != recommendation.status]


class ConfirmForm(forms.Form):
    """The ticked proposals, each with the status that the page showed, and who confirms them when."""

    proposals = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the proposals that are confirmed",
            "invalid_choice": "A proposal that you ticked was settled meanwhile, or the status has changed: look again",
        },
    )
    meeting = MeetingField(
        label="Which meeting confirmed them?",
        help_text="Its day is the day from which the statuses hold.",
        empty_label="The office confirms them, not a meeting",
        required=False,
    )
    confirmed_on = PlainDateField(
        label="From which day do the statuses hold?",
        noun="the day from which the statuses hold",
        help_text="Only where no meeting is chosen. For example 16 11 2026.",
        required=False,
    )

    def __init__(self, *args: Any, waiting: Iterable[StatusProposal], held: MeetingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read as choices only: the page writes the boxes beside what each is about.
        self.rows = [(f"{one.pk}:{one.recommendation.status}", one) for one in waiting]
        proposals = field_of(self, "proposals", forms.MultipleChoiceField)
        proposals.choices = [(value, str(one)) for value, one in self.rows]
        offer_meetings(self, "meeting", held)

    def ticked(self) -> list[tuple[str, StatusProposal, bool]]:
        """Each row with its value, and whether it is ticked."""
        sent = set(self["proposals"].data)
        return [(value, one, value in sent) for value, one in self.rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("meeting") and not given.get("confirmed_on") and "confirmed_on" not in self.errors:
            self.add_error("confirmed_on", "Enter the day from which the statuses hold, or choose a meeting")
        if given.get("meeting") and given.get("confirmed_on"):
            self.add_error("confirmed_on", "The statuses hold from the meeting’s day: leave this empty")
        return given

    def clean_proposals(self) -> dict[StatusProposal, str]:
        """Each of the ticked ones with the status that the page showed."""
        known = dict(self.rows)
        return {known[value]: value.split(":", 1)[1] for value in self.cleaned_data["proposals"]}


class DeclineForm(forms.Form):
    """Why a proposal is not confirmed."""

    note = LineField(
        label="Why is it not confirmed?",
        noun="why it is not confirmed",
        help_text="Those who proposed it, and members, read this.",
        max_length=500,
    )
