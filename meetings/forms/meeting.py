"""Planning, changing and cancelling a meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boards.choosing import offer
from boards.models import Body, Partnership
from boards.services.calendar import why_unusual, why_unusual_between
from core import clock
from core.asking import AskingForm
from core.fields import LineField, PlainDateField, PlainTimeField, SearchableSelect, field_of
from core.rules.dates import format_date
from core.rules.working_days import london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import ANNOUNCED, Plan, moved_days, needs_reason, why_not_moved_to, why_not_on

KNOWN, NOT_KNOWN = "known", "not-known"
WHOSE, WHICH = "Choose whose meeting it is", "Choose a board or group"
STATUSES = (
    (MeetingStatus.PLANNED, "Planned"),
    (MeetingStatus.PROPOSED, "Proposed, not decided"),
    (MeetingStatus.HELD, "Held"),
)


class MeetingForm(AskingForm):
    """What an officer says about a meeting. An empty title is made from the body's name.

    A day without work is asked about once.
    """

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Whose meeting is it?",
        required=False,
        empty_label=WHICH,
        error_messages={"invalid_choice": WHOSE},
    )
    is_event = forms.BooleanField(label="No single body holds it: it is an event of the partnership", required=False)
    held_on = PlainDateField(label="Date", noun="the date of the meeting", help_text="For example 16 11 2026.")
    ends_on = PlainDateField(
        label="Last day (optional)",
        noun="the last day",
        required=False,
        help_text="Only for a meeting or event of several days.",
    )
    reason = LineField(
        label="Why is it on another day?",
        noun="why it is on another day",
        required=False,
        max_length=300,
        help_text="Only for a meeting that was announced for a different day. Everyone who looks at it sees this.",
    )
    starts_at = PlainTimeField(label="Starts at", noun="when it starts")
    ends_at = PlainTimeField(label="Ends at", noun="when it ends")
    venue = LineField(label="Where", noun="where it is", required=False, max_length=200)
    title = LineField(
        label="Title",
        required=False,
        max_length=200,
        help_text="Leave empty to use the name of the board or group.",
    )
    theme = LineField(
        label="Theme",
        required=False,
        max_length=200,
        help_text="If one subject runs through the whole meeting or event.",
    )
    status = forms.ChoiceField(
        label="Status",
        choices=STATUSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a status", "invalid_choice": "Choose a status"},
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, meeting: Meeting | None = None) -> None:
        self.meeting = meeting
        self.partnership = partnership
        super().__init__(data, initial=_as_initial(meeting))
        bodies = partnership.bodies.filter(is_proposed=False)
        if meeting is None or meeting.status not in ANNOUNCED:
            del self.fields["reason"]
        if meeting and meeting.is_off:
            now = (meeting.status, meeting.get_status_display().capitalize())
            field_of(self, "status", forms.ChoiceField).choices = [*STATUSES, now]
        offer(self, "body", bodies, on=clock.today())

    @property
    def published_on(self) -> date | None:
        """The day in London on which the meeting's summary was published."""
        summary = getattr(self.meeting, "summary", None)
        return london_day(summary.published_at) if summary and summary.published_at else None

    def clean_body(self) -> Body | None:
        body: Body | None = self.cleaned_data["body"]
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
        return self._not_after_summary(held_on)

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        return self._not_after_summary(ends_on) if ends_on else None

    def _not_after_summary(self, day: date) -> date:
        if self.published_on and day > self.published_on:
            published = format_date(self.published_on)
            raise ValidationError(f"The summary was published on {published}, so the meeting can’t have been later")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        held_on, body, status = given.get("held_on"), given.get("body"), given.get("status")
        self._check_who(given)
        for name, day in (("held_on", held_on), ("ends_on", given.get("ends_on"))):
            if day and body and (problem := why_not_on(body, day)):
                self.add_error(name, problem)
        if held_on and status == MeetingStatus.HELD and held_on > clock.today():
            self.add_error("status", "A meeting that is still to come can’t have been held: choose planned")
        if held_on:
            self._check_move(held_on, given)
        ends_on = given.get("ends_on")
        if held_on and ends_on and ends_on < held_on:
            self.add_error("ends_on", f"The last day must be {format_date(held_on)} or later")
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends <= starts and ends_on in (None, held_on):
            self.add_error("ends_at", "The meeting must end after it starts")
        self._ask_about_days(held_on, ends_on)
        return given

    def _ask_about_days(self, held_on: date | None, ends_on: date | None) -> None:
        """A day that the meeting has already is not asked about again."""
        for name, day in (("held_on", held_on), ("ends_on", ends_on)):
            is_new = self.meeting is None or day != getattr(self.meeting, name)
            if day and is_new and (odd := why_unusual(self.partnership, day)):
                self.ask(name, odd)
        if held_on and ends_on:
            known = (self.meeting.held_on, self.meeting.last_on) if self.meeting else (None, None)
            if odd := why_unusual_between(self.partnership, held_on, ends_on, known=known):
                self.ask("ends_on", odd)

    def _check_who(self, given: dict[str, Any]) -> None:
        body, is_event = given.get("body"), given.get("is_event")
        if "body" in self.errors:
            return
        if not body and not is_event:
            self.add_error("body", WHOSE)
        elif body and is_event:
            self.add_error("is_event", f"Untick this, or choose no board or group: you chose {body}")
        elif not body and not given.get("title"):
            self.add_error("title", "Enter the title of the event")

    def _check_move(self, held_on: date, given: dict[str, Any]) -> None:
        meeting = self.meeting
        if meeting is None or not needs_reason(meeting, held_on):
            return
        if meeting.is_off and given.get("status") == meeting.status:
            self.add_error("status", "The meeting has a new day: choose planned or proposed")
        if not given.get("reason"):
            announced = meeting.when
            self.add_error("reason", f"Enter why it is on another day: it was announced for {announced}")

    def plan(self) -> Plan:
        """What is to be recorded, once the form is valid."""
        given = self.cleaned_data
        return Plan(
            body=given["body"],
            title=given["title"] or given["body"].name,
            theme=given["theme"],
            held_on=given["held_on"],
            ends_on=given["ends_on"],
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            venue=given["venue"],
            status=given["status"],
            reason=given.get("reason", ""),
        )


def _as_initial(meeting: Meeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"status": MeetingStatus.PLANNED}
    names = ("held_on", "ends_on", "starts_at", "ends_at", "venue", "title", "theme", "status")
    given = {name: getattr(meeting, name) for name in names}
    return given | {"body": meeting.body_id, "is_event": meeting.body_id is None}


class PostponeForm(AskingForm):
    """To which day a meeting moves, if that is known yet, and why. An earlier day, or one without work, is asked about
    once.
    """

    when = forms.ChoiceField(
        label="When will it be?",
        choices=((KNOWN, "On another day"), (NOT_KNOWN, "The new day is not known yet")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the new day is known"},
    )
    to_on = PlainDateField(
        label="New date", noun="the new date", required=False, help_text="If it is known. For example 16 11 2026."
    )
    reason = LineField(
        label="Why is it postponed?",
        noun="why the meeting is postponed",
        max_length=300,
        help_text="Everyone who looks at the meeting sees this.",
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"reason": meeting.status_reason, "when": KNOWN if meeting.is_off else None})
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == NOT_KNOWN:
            given["to_on"] = None
            self.errors.pop("to_on", None)  # whatever stands there is not asked for
        elif given.get("when") == KNOWN and "to_on" not in self.errors:
            self._check_day(given.get("to_on"))
        return given

    def _check_day(self, day: date | None) -> None:
        if day is None:
            self.add_error("to_on", "Enter the new date, or choose that it is not known yet")
        elif day < clock.today():
            self.add_error("to_on", "The new date must be today or in the future")
        elif day == self.meeting.held_on and not self.meeting.is_off:
            self.add_error("to_on", "The meeting is on that day already: enter another date")
        elif problem := why_not_moved_to(self.meeting, day):
            self.add_error("to_on", problem)
        else:
            self._ask_about(day)

    def _ask_about(self, day: date) -> None:
        planned = self.meeting.held_on
        if planned and day < planned:
            self.ask("to_on", f"{format_date(day)} is before {format_date(planned)}, the date that is postponed")
        for odd in filter(None, (why_unusual(self.meeting.partnership, one) for one in moved_days(self.meeting, day))):
            self.ask("to_on", odd)


class CancelForm(forms.Form):
    reason = LineField(
        label="Why is it cancelled?",
        noun="why the meeting is cancelled",
        max_length=300,
        help_text="Everyone who looks at the meeting sees this.",
    )
