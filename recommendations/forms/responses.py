"""What the executive and the partnership answer: to one recommendation, or to a whole report at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from boards.models import Partnership
from core.fields import ParagraphsField, PastDateField
from meetings.models import Meeting
from recommendations.choices import Responder, ResponseDecision
from recommendations.models import Recommendation, Response
from scrutiny.forms.meetings import MeetingField, offer_meetings

DECISIONS = [(one.value, one.label.capitalize()) for one in ResponseDecision]


class ByWhomForm(forms.Form):
    """Who answered, when and where."""

    responder = forms.ChoiceField(
        label="Who answers",
        choices=[(one.value, one.label.capitalize()) for one in Responder],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who answers", "invalid_choice": "Choose who answers"},
    )
    responded_on = PastDateField(
        label="Date of the answer", noun="the date of the answer", help_text="For example 16 11 2026."
    )
    meeting = MeetingField(
        label="At which meeting (optional)",
        required=False,
        empty_label="None that is on record here",
    )

    def __init__(self, *args: Any, partnership: Partnership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_meetings(self, "meeting", Meeting.objects.filter(partnership=partnership, held_on__lte=today))

    def response(self, recommendation: Recommendation, suffix: str = "") -> Response:
        """What was answered to the recommendation, not saved yet; its own fields end with ``suffix``."""
        own = {name: self.cleaned_data[f"{name}{suffix}"] for name in ("decision", "reason")}
        shared = {name: self.cleaned_data[name] for name in ("responder", "responded_on", "meeting")}
        return Response(recommendation=recommendation, **own, **shared)


class ResponseForm(ByWhomForm):
    """The answer to one recommendation."""

    field_order = ("responder", "decision", "reason")
    decision = forms.ChoiceField(
        label="The answer",
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer", "invalid_choice": "Choose the answer"},
    )
    reason = ParagraphsField(
        label="The reason", noun="the reason", max_length=2000, help_text="Everybody will be able to read it."
    )


class AnswerRow:
    """The fields of one recommendation, as the page writes them."""

    def __init__(self, form: forms.Form, recommendation: Recommendation) -> None:
        self.recommendation = recommendation
        self.decision = form[f"decision_{recommendation.pk}"]
        self.reason = form[f"reason_{recommendation.pk}"]


class ReportResponsesForm(ByWhomForm):
    """The answers to a whole report: a row for each recommendation, and those left empty are passed over."""

    def __init__(self, *args: Any, recommendations: Sequence[Recommendation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = recommendations
        for one in recommendations:
            self.fields[f"decision_{one.pk}"] = forms.ChoiceField(
                label="Answer",
                required=False,
                choices=[("", "No answer yet"), *DECISIONS],
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={"invalid_choice": f"Choose the answer to recommendation {one.number} from the list"},
            )
            reason = ParagraphsField(
                label="Reason",
                noun=f"the reason for the answer to recommendation {one.number}",
                max_length=2000,
                rows=2,
                required=False,
            )
            reason.widget.attrs["class"] = "govuk-textarea"
            self.fields[f"reason_{one.pk}"] = reason

    @property
    def rows(self) -> list[AnswerRow]:
        return [AnswerRow(self, one) for one in self.recommendations]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for one in self.recommendations:
            decision, reason = given.get(f"decision_{one.pk}"), given.get(f"reason_{one.pk}")
            if decision and not reason and f"reason_{one.pk}" not in self.errors:
                self.add_error(f"reason_{one.pk}", f"Enter the reason for the answer to recommendation {one.number}")
            if reason and not decision and f"decision_{one.pk}" not in self.errors:
                self.add_error(f"decision_{one.pk}", f"Choose the answer to recommendation {one.number}")
        if self.recommendations and not self.errors and not self.responses:
            first = self.recommendations[0].pk
            self.add_error(f"decision_{first}", "Choose the answer to one recommendation at least")
        return given

    @property
    def responses(self) -> list[Response]:
        answered = [one for one in self.recommendations if self.cleaned_data.get(f"decision_{one.pk}")]
        return [self.response(one, f"_{one.pk}") for one in answered]
