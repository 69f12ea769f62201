"""Meetings are planned, changed, postponed and cancelled, held jointly, and proposed in a pattern."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from boards.choosing import offer
from boards.models import Body
from boards.services.calendar import why_unusual, why_unusual_between
from core import clock
from core.asking import AskingForm
from core.fields import LineField, PlainDateField, PlainTimeField, RecordsField, SearchableSelect, field_of
from core.records.forms import RecordForm
from core.rules.dates import ONE_DAY, Cadence, add_months, format_date, format_time
from core.rules.working_days import london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.rules import (
    LAST,
    MONTHS_IN_A_YEAR,
    ORDINALS,
    WEEKDAYS,
    MonthlyPattern,
    Pattern,
    WeeklyPattern,
    usual_pattern,
)
from meetings.services.cadence import Start, cadence_of_body
from meetings.services.scheduling import (
    ANNOUNCED,
    bodies_to_choose,
    moved_days,
    needs_reason,
    why_not_moved_to,
    why_not_on,
)

WHOSE, WHICH = "Choose whose meeting it is", "Choose a board or group"
KNOWN, NOT_KNOWN = "known", "not-known"
MONTHLY, WEEKLY = "monthly", "weekly"
MOST_DATES, LONGEST_INTERVAL = 60, 104
STATUSES = (
    (MeetingStatus.PLANNED, "Planned"),
    (MeetingStatus.PROPOSED, "Proposed, not decided"),
    (MeetingStatus.HELD, "Held"),
)


def choose(what: str) -> dict[str, str]:
    """The messages of a field of which nothing, or nothing that it offers, was chosen."""
    return dict.fromkeys(("required", "invalid_choice"), f"Choose {what}")


class MeetingForm(RecordForm):
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
    status = forms.ChoiceField(
        label="Status",
        choices=STATUSES,
        initial=MeetingStatus.PLANNED,
        widget=forms.RadioSelect,
        error_messages=choose("a status"),
    )

    class Meta(RecordForm.Meta):
        model = Meeting
        fields: ClassVar[Any] = (
            *("body", "is_event", "held_on", "ends_on", "reason", "starts_at", "ends_at"),
            *("venue", "title", "theme", "status"),
        )
        help_texts: ClassVar[Any] = {"theme": "If one subject runs through the whole meeting or event."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance
        if meeting.pk:
            self.initial["is_event"] = meeting.body is None
        if meeting.pk is None or meeting.status not in ANNOUNCED:
            del self.fields["reason"]
        if meeting.is_off:
            now = (meeting.status, meeting.get_status_display().capitalize())
            field_of(self, "status", forms.ChoiceField).choices = [*STATUSES, now]
        offer(self, "body", meeting.partnership.bodies.filter(is_proposed=False), on=clock.today())

    @property
    def published_on(self) -> date | None:
        """The day in London on which the meeting's summary was published."""
        return london_day(self.instance.summary.published_at) if self.instance.has_published_summary else None

    def clean_body(self) -> Body | None:
        body: Body | None = self.cleaned_data["body"]
        own: Body | None = self.instance.body
        if self.published_on and own and body != own:
            raise ValidationError(f"The summary is published as one of {own}, so the meeting stays its")
        return body

    def clean_status(self) -> str:
        status: str = self.cleaned_data["status"]
        if self.published_on and status != MeetingStatus.HELD:
            raise ValidationError("The summary is published, so the meeting was held: choose held")
        return status

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        held_on, ends_on, body = given.get("held_on"), given.get("ends_on"), given.get("body")
        if "body" not in self.errors:
            self._check_who(given)
        for name, day in (("held_on", held_on), ("ends_on", ends_on)):
            if day and self.published_on and day > self.published_on:
                published = format_date(self.published_on)
                self.add_error(name, f"The summary was published on {published}, so the meeting can’t have been later")
            elif day and body and (problem := why_not_on(body, day)):
                self.add_error(name, problem)
        if held_on and given.get("status") == MeetingStatus.HELD and held_on > clock.today():
            self.add_error("status", "A meeting that is still to come can’t have been held: choose planned")
        if held_on and needs_reason(self.instance, held_on):
            self._check_move(given)
        if held_on and ends_on and ends_on < held_on:
            self.add_error("ends_on", f"The last day must be {format_date(held_on)} or later")
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends <= starts and ends_on in (None, held_on):
            self.add_error("ends_at", "The meeting must end after it starts")
        self._ask_about_days(given.get("held_on"), given.get("ends_on"))
        return given

    def _check_who(self, given: dict[str, Any]) -> None:
        body, is_event = given.get("body"), given.get("is_event")
        if not body and not is_event:
            self.add_error("body", WHOSE)
        elif body and is_event:
            self.add_error("is_event", f"Untick this, or choose no board or group: you chose {body}")
        elif not given.get("title"):
            given["title"] = body.name if body else ""
            if not body:
                self.add_error("title", "Enter the title of the event")

    def _check_move(self, given: dict[str, Any]) -> None:
        """The meeting is announced for another day."""
        meeting: Meeting = self.instance
        if meeting.is_off and given.get("status") == meeting.status:
            self.add_error("status", "The meeting has a new day: choose planned or proposed")
        if not given.get("reason"):
            self.add_error("reason", f"Enter why it is on another day: it was announced for {meeting.when}")

    def _ask_about_days(self, held_on: date | None, ends_on: date | None) -> None:
        """A day that the meeting has already is not asked about again."""
        meeting: Meeting = self.instance
        for name, day in (("held_on", held_on), ("ends_on", ends_on)):
            if day and day != getattr(meeting, name) and (odd := why_unusual(meeting.partnership, day)):
                self.ask(name, odd)
        if held_on and ends_on:
            known = (meeting.held_on, meeting.last_on)
            if odd := why_unusual_between(meeting.partnership, held_on, ends_on, known=known):
                self.ask("ends_on", odd)


class PostponeForm(AskingForm):
    """To which day a meeting moves, if that is known yet, and why. An earlier day, or one without work, is asked about
    once.
    """

    when = forms.ChoiceField(
        label="When will it be?",
        choices=((KNOWN, "On another day"), (NOT_KNOWN, "The new day is not known yet")),
        widget=forms.RadioSelect,
        error_messages=choose("whether the new day is known"),
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

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.initial.setdefault("reason", meeting.status_reason)
        self.initial.setdefault("when", KNOWN if meeting.is_off else None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == NOT_KNOWN:
            given["to_on"] = None
            self.errors.pop("to_on", None)  # whatever stands there is not asked for
        elif given.get("when") == KNOWN and "to_on" not in self.errors:
            self._check_day(given.get("to_on"))
        return given

    def _check_day(self, day: date | None) -> None:
        meeting = self.meeting
        if day is None:
            self.add_error("to_on", "Enter the new date, or choose that it is not known yet")
        elif day < clock.today():
            self.add_error("to_on", "The new date must be today or in the future")
        elif day == meeting.held_on and not meeting.is_off:
            self.add_error("to_on", "The meeting is on that day already: enter another date")
        elif problem := why_not_moved_to(meeting, day):
            self.add_error("to_on", problem)
        else:
            planned = meeting.exact_day
            if planned and day < planned:
                self.ask("to_on", f"{format_date(day)} is before {format_date(planned)}, the date that is postponed")
            for odd in filter(None, (why_unusual(meeting.partnership, one) for one in moved_days(meeting, day))):
                self.ask("to_on", odd)


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = LineField(
        label="Why is it cancelled?",
        noun="why the meeting is cancelled",
        max_length=300,
        help_text="Everyone who looks at the meeting sees this.",
    )


class JointForm(forms.Form):
    """Who holds a meeting jointly, and on what theme."""

    bodies = RecordsField(
        queryset=Body.objects.none(),
        label="Who meets",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "Choose boards and groups that existed on the day of the meeting"
        ),
    )
    theme = LineField(
        label="Theme",
        required=False,
        max_length=200,
        help_text="What they meet about, in a few words. For example: jobs for people under 25.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("bodies", list(meeting.joint_bodies.values_list("body", flat=True)))
        self.initial.setdefault("theme", meeting.theme)
        field = field_of(self, "bodies", forms.ModelMultipleChoiceField)
        field.queryset = bodies = bodies_to_choose(meeting)
        field.choices = [(body.pk, body.name) for body in bodies]  # read once, however often they are shown
        if meeting.body:
            # Labels are printed as they are: what an officer typed must not be markup there.
            field.label = format_html("Who meets, beside {}", meeting.body)


def _number(label: str, noun: str, most: int) -> forms.IntegerField:
    asked = f"Enter {noun} as a whole number from 1 to {most}"
    attrs = {"class": "govuk-input--width-3", "inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs=attrs),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), asked),
    )


class ProposeForm(forms.Form):
    """From when, for how long and in which pattern dates are proposed."""

    first = PlainDateField(label="From", noun="the first day", help_text="For example 16 11 2026.")
    last = PlainDateField(label="Up to and including", noun="the last day")
    pattern = forms.ChoiceField(
        label="Pattern",
        choices=((MONTHLY, "The same place in a month, such as the third Wednesday"), (WEEKLY, "Every so many weeks")),
        widget=forms.RadioSelect,
        error_messages=choose("a pattern"),
    )
    nth = forms.TypedChoiceField(
        label="Which one in the month",
        choices=[(number, words.capitalize()) for number, words in ORDINALS.items()],
        coerce=int,
        error_messages=choose("which one in the month"),
    )
    weekday = forms.TypedChoiceField(
        label="Day of the week",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        error_messages=choose("a day of the week"),
    )
    every = _number(
        "Every how many months or weeks", "how many months or weeks lie between two meetings", LONGEST_INTERVAL
    )
    at_most = _number("How many dates at most", "how many dates you want at most", MOST_DATES)
    starts_at = PlainTimeField(label="Starts at", noun="when the meetings start")
    venue = LineField(label="Where", noun="where the meetings are", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", f"The last day must be {format_date(first)} or later")
        return given

    def chosen(self) -> Pattern:
        """The pattern, once the form is valid."""
        given = self.cleaned_data
        if given["pattern"] == MONTHLY:
            return MonthlyPattern(given["nth"], given["weekday"], given["every"])
        return WeeklyPattern(given["weekday"], given["every"])


def first_answers(body: Body, start: Start) -> dict[str, Any]:
    """What the form says before anybody has changed it: a cycle of the body's cadence, or a year of months."""
    cadence = cadence_of_body(body) or Cadence(MONTHS_IN_A_YEAR)
    pattern = usual_pattern(cadence, nth=start.nth, weekday=start.weekday)
    return {
        "first": format_date(start.first),
        "last": format_date(add_months(start.first, MONTHS_IN_A_YEAR * cadence.years) - ONE_DAY),
        "pattern": MONTHLY if isinstance(pattern, MonthlyPattern) else WEEKLY,
        "nth": start.nth if start.nth in ORDINALS else LAST,
        "weekday": start.weekday,
        "every": pattern.every,
        "at_most": min(cadence.times, MOST_DATES),
        "starts_at": format_time(body.usual_start) if body.usual_start else "",
        "venue": body.usual_venue,
    }
