"""Planning, changing and cancelling a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.models import Body, Partnership
from core import clock
from core.fields import LineField, PlainDateField, PlainTimeField
from core.rules.dates import format_date, format_range
from core.rules.working_days import london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import Plan

STATUSES = (
    (MeetingStatus.PLANNED, "Planned"),
    (MeetingStatus.PROPOSED, "Proposed, not decided"),
    (MeetingStatus.HELD, "Held"),
    (MeetingStatus.POSTPONED, "Postponed"),
)


class MeetingForm(forms.Form):
    """What an officer says about a meeting. An empty title is made from the body's name."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label="Whose meeting is it?",
        empty_label="Choose a board or group",
        error_messages={
            "required": "Choose whose meeting it is",
            "invalid_choice": "Choose whose meeting it is",
        },
    )
    held_on = PlainDateField(label="Date", noun="the date of the meeting", help_text="For example 16 11 2026.")
    starts_at = PlainTimeField(label="Starts at", noun="when it starts")
    ends_at = PlainTimeField(label="Ends at", noun="when it ends")
    venue = LineField(label="Where", noun="where it is", required=False, max_length=200)
    title = LineField(
        label="Title",
        required=False,
        max_length=200,
        help_text="Leave empty to use the name of the board or group.",
    )
    status = forms.ChoiceField(
        label="Status",
        choices=STATUSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a status", "invalid_choice": "Choose a status"},
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, meeting: Meeting | None = None) -> None:
        self.meeting = meeting
        super().__init__(data, initial=_as_initial(meeting))
        bodies = partnership.bodies.filter(is_proposed=False)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # the stubs know only Field
        self.label_of_body()

    def label_of_body(self) -> None:
        """A body that has ended, or that shares its name with an earlier one, is told apart by its dates."""

        def label(body: Body) -> str:
            if body.ends_on is None:
                return body.name
            return f"{body.name} ({format_range(None, 'unknown', body.ends_on, body.ends_precision).split(', ')[-1]})"

        self.fields["body"].label_from_instance = label  # type: ignore[attr-defined]

    @property
    def published_on(self) -> date | None:
        """The day in London on which the meeting's summary was published."""
        summary = getattr(self.meeting, "summary", None)
        return london_day(summary.published_at) if summary and summary.published_at else None

    def clean_body(self) -> Body:
        body: Body = self.cleaned_data["body"]
        if self.published_on and self.meeting and self.meeting.body and body != self.meeting.body:
            raise ValidationError(f"The summary is published as one of {self.meeting.body}, so the meeting stays its")
        return body

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if self.published_on and status != MeetingStatus.HELD:
            raise ValidationError("The summary is published, so the meeting was held: choose held")
        return status

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if self.published_on and held_on > self.published_on:
            published = format_date(self.published_on)
            raise ValidationError(f"The summary was published on {published}, so the meeting can’t have been later")
        return held_on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        held_on, body, status = given.get("held_on"), given.get("body"), given.get("status")
        if held_on and body:
            if body.starts_on and held_on < body.starts_on:
                self.add_error("held_on", f"{body} did not exist before {format_date(body.starts_on)}")
            if body.ends_on and held_on > body.ends_on:
                self.add_error("held_on", f"{body} does not exist after {format_date(body.ends_on)}")
        if held_on and status == MeetingStatus.HELD and held_on > clock.today():
            self.add_error("status", "A meeting that is still to come can’t have been held: choose planned")
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "The meeting must end after it starts")
        return given

    def plan(self) -> Plan:
        """What is to be recorded, once the form is valid."""
        given = self.cleaned_data
        return Plan(
            body=given["body"],
            title=given["title"] or given["body"].name,
            held_on=given["held_on"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            venue=given["venue"],
            status=given["status"],
        )


def _as_initial(meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"status": MeetingStatus.PLANNED}
    names = ("held_on", "starts_at", "ends_at", "venue", "title", "status")
    return {name: getattr(meeting, name) for name in names} | {"body": meeting.body_id}


class CancelForm(forms.Form):
    reason = LineField(
        label="Why is it cancelled?",
        noun="why the meeting is cancelled",
        max_length=300,
        help_text="Everyone who looks at the meeting sees this.",
    )
