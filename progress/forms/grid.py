"""Progress on many recommendations in one grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from core.fields import LineField, ParagraphsField, PastDateField
from progress.forms.status import STATUSES
from progress.models import ProgressUpdate
from progress.services.many_updates import NewProgress
from recommendations.models import Recommendation
from recommendations.services.naming import called_apart


@dataclass(frozen=True)
class GridRow:
    """One recommendation with its boxes; a row without text is passed over."""

    recommendation: Recommendation
    text: forms.BoundField
    status: forms.BoundField
    on: forms.BoundField
    by: forms.BoundField
    seen: forms.BoundField


class GridForm(forms.Form):
    """``latest`` is each recommendation's latest progress, by primary keys, as it is now."""

    on = PastDateField(label="Date of the reports", noun="the date of the reports", help_text="For example 16 11 2026")
    by = LineField(
        label="Who reports them (optional)",
        noun="who reports them",
        help_text="Where it is left empty, the lead or only owner of each row.",
        max_length=120,
        required=False,
    )

    def __init__(
        self, *args: Any, recommendations: Iterable[Recommendation], latest: Mapping[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recommendations = list(recommendations)
        self.latest = latest
        self.called = called_apart(self.recommendations)
        for one in self.recommendations:
            self._add_row(one)

    def _add_row(self, one: Recommendation) -> None:
        name = self.called[one.pk]
        small = {"class": "govuk-input govuk-input--width-10", "autocomplete": "off"}
        self.fields[f"text-{one.pk}"] = ParagraphsField(
            label=f"What has happened: {name}",
            noun=f"what has happened with {name}",
            max_length=4000,
            rows=3,
            required=False,
        )
        chosen = f"Select the status of {name}"
        self.fields[f"status-{one.pk}"] = forms.ChoiceField(
            label=f"Status: {name}",
            choices=[("", "Choose the status"), *STATUSES],
            required=False,
            initial=one.latest_progress.status if one.latest_progress else "",
            widget=forms.Select(attrs={"class": "govuk-select"}),
            error_messages={"invalid_choice": chosen},
        )
        self.fields[f"on-{one.pk}"] = PastDateField(
            label=f"Another date: {name}",
            noun=f"the date of {name}",
            required=False,
            widget=forms.TextInput(attrs=small),
        )
        self.fields[f"by-{one.pk}"] = LineField(
            label=f"Somebody else reports: {name}",
            noun=f"who reports on {name}",
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs=small),
        )
        self.fields[f"text-{one.pk}"].widget.attrs["class"] = "govuk-textarea"
        self.fields[f"seen-{one.pk}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=self.latest.get(one.pk, 0)
        )

    def rows(self) -> list[GridRow]:
        return [
            GridRow(one, *(self[f"{name}-{one.pk}"] for name in ("text", "status", "on", "by", "seen")))
            for one in self.recommendations
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        filled = [one for one in self.recommendations if given.get(f"text-{one.pk}")]
        for one in self.recommendations:
            if one not in filled and f"text-{one.pk}" not in self.errors:
                self._check_empty(one, given)
        for one in filled:
            self._check_filled(one, given)
            self._check_seen(one, given)
        if not filled and not self.errors:
            first = f"text-{self.recommendations[0].pk}" if self.recommendations else "on"
            self.add_error(first, "Enter what has happened with at least one recommendation")
        return given

    def _check_empty(self, one: Recommendation, given: dict[str, Any]) -> None:
        if given.get(f"on-{one.pk}") or given.get(f"by-{one.pk}"):
            self.add_error(f"text-{one.pk}", f"Enter what has happened with {self.called[one.pk]}, or empty its row")

    def _check_filled(self, one: Recommendation, given: dict[str, Any]) -> None:
        status, by = f"status-{one.pk}", f"by-{one.pk}"
        if not given.get(status) and status not in self.errors:
            self.add_error(status, f"Select the status of {self.called[one.pk]}")
        if not (given.get(by) or given.get("by") or one.usual_reporter) and not {by, "by"} & set(self.errors):
            self.add_error(by, f"Enter who reports on {self.called[one.pk]}: several owners do it")

    def _check_seen(self, one: Recommendation, given: dict[str, Any]) -> None:
        """Nobody reports past what a colleague has written meanwhile without having seen it."""
        now = self.latest.get(one.pk, 0)
        if given.get(f"seen-{one.pk}") != str(now):
            self.flag_moved(one)

    def flag_moved(self, one: Recommendation, newest: ProgressUpdate | None = None) -> None:
        latest = newest or one.latest_progress
        quoted = f" (“{latest.text[:120]}”)" if latest else ""
        self.add_error(
            f"text-{one.pk}",
            f"Somebody reported on {self.called[one.pk]} meanwhile{quoted}: look at it, then save again",
        )
        # Sending it again is then a decision that knows of the other.
        self.data = {**dict(self.data.items()), f"seen-{one.pk}": str(self.latest.get(one.pk, 0))}

    def updates(self) -> list[NewProgress]:
        """After it was found valid: what is to be written down."""
        given = self.cleaned_data
        return [
            NewProgress(
                recommendation=one.pk,
                seen=self.latest.get(one.pk, 0),
                text=given[f"text-{one.pk}"],
                status=given[f"status-{one.pk}"],
                reported_on=given[f"on-{one.pk}"] or given["on"],
                reported_by=given[f"by-{one.pk}"] or given["by"] or one.usual_reporter,
            )
            for one in self.recommendations
            if given.get(f"text-{one.pk}")
        ]
