"""Meetings are planned, confirmed, changed, postponed and cancelled.

Each service says at once whether calendars must hear of it: ``sequence`` counts the changes of what a calendar shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from boards.models import Body, Partnership
from core import audit
from core.acts import Refused
from core.choices import Precision
from core.models import User
from core.rules.dates import ONE_DAY, format_date
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import Meeting, MeetingMove
from meetings.services.deadlines import due_day
from meetings.signals import meeting_changed

ANNOUNCED = (MeetingStatus.PLANNED, MeetingStatus.POSTPONED)


class SummaryPublished(Refused):
    """What a published summary reports has taken place."""


@dataclass(frozen=True)
class Plan:
    """What an officer says about a meeting; without a body it is an event of the partnership.

    ``reason`` says why a meeting that was announced is on another day; ``ends_on`` is the last of several days.
    """

    body: Body | None
    title: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str = ""
    theme: str = ""
    status: str = MeetingStatus.PLANNED
    reason: str = ""
    ends_on: date | None = None

    @property
    def last_on(self) -> date:
        return self.ends_on or self.held_on


@dataclass(frozen=True)
class Arrangement:
    """When and where a meeting is: what somebody who is invited has to know."""

    status: str
    held_on: date | None
    starts_at: time | None
    ends_at: time | None
    venue: str
    ends_on: date | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> Arrangement:
        return cls(meeting.status, meeting.held_on, meeting.starts_at, meeting.ends_at, meeting.venue, meeting.ends_on)


def why_not_on(body: Body, day: date) -> str:
    """Why the body can’t meet on the day: it is not there yet, or has ended; empty where it can (T-5)."""
    starts_on, ends_on, precision = body.starts_on, body.ends_on, body.ends_precision
    # A body of unknown start is only first on record then.
    if starts_on and day < starts_on and body.starts_precision != Precision.UNKNOWN:
        return f"{body} did not exist before {format_date(starts_on, body.starts_precision)}"
    if ends_on is None or day <= ends_on:
        return ""
    if precision == Precision.DAY:
        return f"{body} does not exist after {format_date(ends_on)}"
    if precision == Precision.UNKNOWN:
        return f"{body} is last on record in {ends_on.year}"
    return f"{body} ended in {format_date(ends_on + ONE_DAY, precision)}"


@transaction.atomic
def schedule_meeting(*, partnership: Partnership, plan: Plan, by: User | None, at: datetime) -> Meeting:
    """Put a meeting on record; a Board's or an SSP's gets the day on which its summary is due.

    The same meeting sent again, by a button pressed twice, is answered as it is. Raises ``Refused``.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    _check_days(plan)
    alike = Meeting.objects.filter(partnership=partnership, body=plan.body, held_on=plan.held_on, title=plan.title)
    if known := alike.filter(starts_at=plan.starts_at, status=plan.status).first():
        return known
    meeting = Meeting(partnership=partnership, changed_at=at)
    _apply(plan, meeting)
    meeting.save()
    audit.record("meeting.scheduled", by=by, about=meeting, scope=partnership.slug, held_on=str(plan.held_on))
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: Plan, by: User, at: datetime) -> Meeting:
    """Change what is on record; a new day moves the deadline of the summary with it.

    Raises ``Refused``, also where an announced meeting gets another day and no reason is given.
    """
    meeting = _locked(meeting)
    _check_days(plan)
    before, was_on, moves = _shown(meeting), meeting.held_on, needs_reason(meeting, plan.held_on)
    if moves and not plan.reason:
        raise Refused("Say why the meeting is on another day: it has been announced.")
    _apply(plan, meeting)
    _save(meeting, before, at=at)
    if moves and was_on:
        _record_move(meeting, was_on, plan.held_on, plan.reason, by=by, at=at)
    details = {} if was_on == plan.held_on else {"before": str(was_on), "after": str(plan.held_on)}
    audit.record("meeting.changed", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


def needs_reason(meeting: Meeting, new_day: date) -> bool:
    """Whoever keeps the day of an announced meeting free is told why it is another one."""
    return meeting.held_on is not None and meeting.status in ANNOUNCED and new_day != meeting.held_on


@transaction.atomic
def confirm_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """A proposed date is decided. Of a meeting that is not proposed (any more) nothing changes."""
    meeting = _locked(meeting)
    if meeting.status != MeetingStatus.PROPOSED:
        return meeting
    before = _shown(meeting)
    meeting.status = MeetingStatus.PLANNED
    meeting.summary_due_on = due_day(meeting)
    _save(meeting, before, at=at)
    audit.record("meeting.confirmed", by=by, about=meeting, scope=meeting.partnership.slug)
    return meeting


def check_may_cancel(meeting: Meeting) -> None:
    """Raises ``SummaryPublished``: what a published summary reports has taken place."""
    _check_not_published(meeting, "cancelled")


def check_may_postpone(meeting: Meeting) -> None:
    """Raises ``Refused`` for a meeting that has taken place, or does not take place at all."""
    _check_not_published(meeting, "postponed")
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
        raise Refused(f"This meeting was {meeting.get_status_display()}, so it can’t be postponed.")
    if meeting.held_on is None or meeting.held_precision != Precision.DAY:
        raise Refused("The day of this meeting is not known, so it can’t be postponed: set it first.")


def moved_days(meeting: Meeting, to_on: date) -> tuple[date, ...]:
    """The first and the last of its days after a move, which the last day follows."""
    if meeting.held_on is None or meeting.ends_on is None:
        return (to_on,)
    return (to_on, to_on + (meeting.ends_on - meeting.held_on))


def why_not_moved_to(meeting: Meeting, to_on: date) -> str:
    """Why its body can’t meet on the days that a move to ``to_on`` makes; empty where it can."""
    days = moved_days(meeting, to_on) if meeting.body else ()
    return next((problem for day in days if meeting.body and (problem := why_not_on(meeting.body, day))), "")


@transaction.atomic
def postpone_meeting(*, meeting: Meeting, to_on: date | None, reason: str, by: User, at: datetime) -> Meeting:
    """Move an announced meeting to another day, or to one that is not known yet; the summary's clock follows.

    The same said again, by a button pressed twice, changes nothing. Raises ``Refused``.
    """
    meeting = _locked(meeting)
    check_may_postpone(meeting)
    if to_on and (problem := why_not_moved_to(meeting, to_on)):
        raise Refused(f"{problem}.")
    before, from_on = _shown(meeting), meeting.held_on
    assert from_on is not None  # asked by check_may_postpone
    if to_on is None:
        meeting.status = MeetingStatus.POSTPONED
        meeting.status_reason = reason
    else:
        # A proposed day that moves stays a proposal: it has not been decided by being moved.
        meeting.status = MeetingStatus.PROPOSED if meeting.status == MeetingStatus.PROPOSED else MeetingStatus.PLANNED
        meeting.status_reason = ""
        _move_to(meeting, to_on)
    if _shown(meeting) == before:
        return meeting
    meeting.summary_due_on = due_day(meeting)
    _save(meeting, before, at=at)
    _record_move(meeting, from_on, to_on, reason, by=by, at=at)
    details = {"before": str(from_on), "after": str(to_on or "not known yet"), "reason": reason}
    audit.record("meeting.postponed", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Say that a meeting does not take place; no summary is owed for it any more (T-3). Raises ``SummaryPublished``.

    Of a meeting that is cancelled already the reason stays what it was.
    """
    meeting = _locked(meeting)
    check_may_cancel(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    before = _shown(meeting)
    meeting.status = MeetingStatus.CANCELLED
    meeting.status_reason = reason
    meeting.summary_due_on = None
    _save(meeting, before, at=at)
    audit.record("meeting.cancelled", by=by, about=meeting, scope=meeting.partnership.slug, reason=reason)
    return meeting


def touch_calendar(*, meeting: Meeting, at: datetime) -> None:
    """Calendars must hear that something they show has changed which is not the meeting's own: who holds it jointly,
    its agenda. The caller holds the meeting's row."""
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.save(update_fields=["sequence", "changed_at"])


@transaction.atomic
def confirm_meetings(*, meetings: Sequence[Meeting], by: User, at: datetime) -> None:
    """Decide several proposed dates, all or none."""
    for meeting in meetings:
        confirm_meeting(meeting=meeting, by=by, at=at)


def _locked(meeting: Meeting) -> Meeting:
    """As it stands now, held against whoever changes it at the same moment."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _check_days(plan: Plan) -> None:
    if plan.last_on < plan.held_on:
        raise Refused("The last day must be the same as or after the first day.")
    for day in (plan.held_on, plan.last_on):
        if plan.body and (problem := why_not_on(plan.body, day)):
            raise Refused(f"{problem}.")


def _check_not_published(meeting: Meeting, done: str) -> None:
    if meeting.has_published_summary:
        raise SummaryPublished(f"The summary of this meeting is published, so it can’t be {done}.")


def _record_move(meeting: Meeting, from_on: date, to_on: date | None, reason: str, *, by: User, at: datetime) -> None:
    MeetingMove.objects.create(meeting=meeting, from_on=from_on, to_on=to_on, reason=reason, moved_by=by, moved_at=at)


def _move_to(meeting: Meeting, day: date) -> None:
    """Its last day, if it has several, moves along."""
    if meeting.held_on and meeting.ends_on:
        meeting.ends_on = moved_days(meeting, day)[-1]
    if day != meeting.held_on:
        meeting.held_precision = Precision.DAY
    meeting.held_on = day


def _shown(meeting: Meeting) -> tuple[object, ...]:
    """All of a meeting's own that a calendar shows; that it was held looks the same as that it is planned."""
    status = MeetingStatus.PLANNED if meeting.status == MeetingStatus.HELD else meeting.status
    when = (meeting.held_on, meeting.ends_on, meeting.starts_at, meeting.ends_at)
    return (status, meeting.status_reason, *when, meeting.title, meeting.theme, meeting.venue, meeting.body_id)


def _save(meeting: Meeting, before: tuple[object, ...], *, at: datetime) -> None:
    arranged = Arrangement.of(Meeting.objects.get(pk=meeting.pk))
    if _shown(meeting) != before:
        meeting.sequence += 1
        meeting.changed_at = at
    meeting.save()
    meeting_changed.send(Meeting, meeting=meeting, before=arranged, at=at)


def _apply(plan: Plan, meeting: Meeting) -> None:
    if plan.body is None and meeting.kind == MeetingKind.MEETING:
        meeting.kind = MeetingKind.EVENT
    elif plan.body and meeting.body is None and meeting.kind == MeetingKind.EVENT:
        meeting.kind = MeetingKind.MEETING
    meeting.body = plan.body
    meeting.title = plan.title
    meeting.theme = plan.theme
    _move_to(meeting, plan.held_on)
    meeting.ends_on = None if plan.ends_on == plan.held_on else plan.ends_on
    meeting.starts_at = plan.starts_at
    meeting.ends_at = plan.ends_at
    meeting.venue = plan.venue
    if plan.status != meeting.status:
        meeting.status_reason = ""
    meeting.status = plan.status
    meeting.summary_due_on = due_day(meeting)
