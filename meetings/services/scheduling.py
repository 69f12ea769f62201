"""Meetings are planned, confirmed, changed, postponed and cancelled; several bodies hold one jointly.

``sequence`` counts the changes of what a calendar shows, so that calendar programs take them over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from boards.models import Body
from core import audit
from core.acts import Refused, act
from core.choices import Precision
from core.models import User
from core.rules.dates import ONE_DAY, format_date
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import JointBody, Meeting, MeetingMove
from meetings.services.deadlines import due_day
from meetings.signals import meeting_changed

ANNOUNCED = (MeetingStatus.PLANNED, MeetingStatus.POSTPONED)


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


@act()
def schedule_meeting(*, meeting: Meeting, by: User | None, at: datetime) -> Meeting:
    """Put a new meeting on record; a Board's or an SSP's gets the day on which its summary is due.

    Raises ``Refused``.
    """
    _prepare(meeting)
    meeting.changed_at = at
    meeting.save()
    scope = meeting.partnership.slug
    audit.record("meeting.scheduled", by=by, about=meeting, scope=scope, held_on=str(meeting.held_on))
    return meeting


@act()
def change_meeting(*, meeting: Meeting, by: User, at: datetime, reason: str = "") -> Meeting:
    """Save a meeting that the caller has locked and changed; a new day moves the deadline of the summary with it.

    ``reason`` says why an announced meeting is on another day. Raises ``Refused``, also where it is missing.
    """
    before, held_on = meeting.as_loaded(), meeting.held_on
    moves = needs_reason(before, held_on)
    if moves and not reason:
        raise Refused("Say why the meeting is on another day: it has been announced.", field="reason")
    _prepare(meeting)
    _save(meeting, at=at)
    if moves:
        _record_move(before, held_on, reason, by=by, at=at)
    details = {} if before.held_on == held_on else {"before": str(before.held_on), "after": str(held_on)}
    audit.record("meeting.changed", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


def needs_reason(meeting: Meeting, new_day: date | None) -> bool:
    """Whether a reason is asked for: the meeting was announced for another day."""
    return meeting.held_on is not None and meeting.status in ANNOUNCED and new_day != meeting.held_on


@act("meeting")
def confirm_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """A proposed date is decided. Of a meeting that is not proposed (any more) nothing changes."""
    if meeting.status != MeetingStatus.PROPOSED:
        return meeting
    meeting.status = MeetingStatus.PLANNED
    meeting.summary_due_on = due_day(meeting)
    _save(meeting, at=at)
    audit.record("meeting.confirmed", by=by, about=meeting, scope=meeting.partnership.slug)
    return meeting


@act()
def confirm_meetings(*, meetings: Sequence[Meeting], by: User, at: datetime) -> None:
    """Decide several proposed dates, all or none."""
    for meeting in meetings:
        confirm_meeting(meeting=meeting, by=by, at=at)


def check_may_cancel(meeting: Meeting) -> None:
    """Raises ``Refused``: what a published summary reports has taken place."""
    if meeting.has_published_summary:
        raise Refused("The summary of this meeting is published, so it can’t be cancelled.")


def check_may_postpone(meeting: Meeting) -> None:
    """Raises ``Refused`` for a meeting that has taken place, or does not take place at all."""
    if meeting.has_published_summary:
        raise Refused("The summary of this meeting is published, so it can’t be postponed.")
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
        raise Refused(f"This meeting was {meeting.get_status_display()}, so it can’t be postponed.")
    if meeting.exact_day is None:
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


@act("meeting")
def postpone_meeting(*, meeting: Meeting, to_on: date | None, reason: str, by: User, at: datetime) -> Meeting:
    """Move an announced meeting to another day, or to one that is not known yet; the summary's clock follows.

    Postponed to that day already, it stays as it is. Raises ``Refused``.
    """
    check_may_postpone(meeting)
    if to_on and (problem := why_not_moved_to(meeting, to_on)):
        raise Refused(f"{problem}.")
    before = meeting.as_loaded()
    if to_on is None:
        meeting.status, meeting.status_reason = MeetingStatus.POSTPONED, reason
    else:
        # A proposed day that moves stays a proposal: it has not been decided by being moved.
        meeting.status = MeetingStatus.PROPOSED if meeting.is_proposed else MeetingStatus.PLANNED
        meeting.status_reason = ""
        if meeting.ends_on:
            meeting.ends_on = moved_days(meeting, to_on)[-1]
        meeting.held_on = to_on
    if _calendar_values(meeting) == _calendar_values(before):
        return meeting
    meeting.summary_due_on = due_day(meeting)
    _save(meeting, at=at)
    _record_move(before, to_on, reason, by=by, at=at)
    details = {"before": str(before.held_on), "after": str(to_on or "not known yet"), "reason": reason}
    audit.record("meeting.postponed", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


@act("meeting")
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Say that a meeting does not take place; no summary is owed for it any more (T-3). Raises ``Refused``.

    Of a meeting that is cancelled already the reason stays what it was.
    """
    check_may_cancel(meeting)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    meeting.status, meeting.status_reason = MeetingStatus.CANCELLED, reason
    meeting.summary_due_on = None
    _save(meeting, at=at)
    audit.record("meeting.cancelled", by=by, about=meeting, scope=meeting.partnership.slug, reason=reason)
    return meeting


def touch_calendar(*, meeting: Meeting, at: datetime) -> None:
    """Count a change of what a calendar shows beside the meeting's own fields: who holds it jointly, its agenda.

    The caller has locked the meeting.
    """
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.save(update_fields=["sequence", "changed_at"])


def _prepare(meeting: Meeting) -> None:
    """What follows from what was typed: its kind, its precision, its deadline. Raises ``Refused``."""
    before = meeting.as_loaded()
    if meeting.ends_on and meeting.held_on and meeting.ends_on < meeting.held_on:
        raise Refused("The last day must be the same as or after the first day.")
    for day in (meeting.held_on, meeting.ends_on):
        if day and meeting.body and (problem := why_not_on(meeting.body, day)):
            raise Refused(f"{problem}.")
    if meeting.ends_on == meeting.held_on:
        meeting.ends_on = None
    if meeting.body is None and meeting.kind == MeetingKind.MEETING:
        meeting.kind = MeetingKind.EVENT
    elif meeting.body and before.body_id is None and meeting.kind == MeetingKind.EVENT:
        meeting.kind = MeetingKind.MEETING
    if meeting.held_on != before.held_on:
        meeting.held_precision = Precision.DAY
    if meeting.status != before.status:
        meeting.status_reason = ""
    meeting.summary_due_on = due_day(meeting)


def _record_move(before: Meeting, to_on: date | None, reason: str, *, by: User, at: datetime) -> None:
    assert before.held_on is not None  # asked by the callers
    MeetingMove.objects.create(
        meeting_id=before.pk, from_on=before.held_on, to_on=to_on, reason=reason, moved_by=by, moved_at=at
    )


def _calendar_values(meeting: Meeting) -> tuple[object, ...]:
    """All of a meeting's own that a calendar shows; that it was held looks the same as that it is planned."""
    status = MeetingStatus.PLANNED if meeting.status == MeetingStatus.HELD else meeting.status
    when = (meeting.held_on, meeting.ends_on, meeting.starts_at, meeting.ends_at)
    return (status, meeting.status_reason, *when, meeting.title, meeting.theme, meeting.venue, meeting.body_id)


def _save(meeting: Meeting, *, at: datetime) -> None:
    before = meeting.as_loaded()
    if _calendar_values(meeting) != _calendar_values(before):
        meeting.sequence += 1
        meeting.changed_at = at
    meeting.save()
    meeting_changed.send(Meeting, meeting=meeting, before=Arrangement.of(before), at=at)


# Joint meetings


def bodies_to_choose(meeting: Meeting) -> QuerySet[Body]:
    """The bodies that could meet jointly on the meeting's day, and those that do already, by their order."""
    known = meeting.partnership.bodies.filter(is_proposed=False)
    day = meeting.exact_day
    there = known.current(on=day) if day else known.filter(ends_on=None)
    chosen = known.filter(joint_meetings__meeting=meeting)
    return (there | chosen).exclude(pk=meeting.body_id or 0).distinct()


@act("meeting")
def change_who_meets(*, meeting: Meeting, bodies: Collection[Body], theme: str, by: User, at: datetime) -> Meeting:
    """Say who meets, beside the body whose meeting it is, and on what theme; the deadline of the summary follows.

    The same again changes nothing. Raises ``Refused`` where a body does not exist on the day.
    """
    asked = {body.pk: body for body in bodies if body.pk != meeting.body_id}
    known = {joint.body_id: joint for joint in meeting.joint_bodies.select_related("body")}
    added = [body for pk, body in asked.items() if pk not in known]
    removed = [joint for pk, joint in known.items() if pk not in asked]
    for body in asked.values():
        if meeting.exact_day and (problem := why_not_on(body, meeting.exact_day)):
            raise Refused(problem, field="bodies")
    if not added and not removed and theme == meeting.theme:
        return meeting
    for joint in removed:
        joint.delete()
    for body in added:
        JointBody.objects.create(meeting=meeting, body=body)
    meeting.theme = theme
    if not meeting.has_published_summary:
        meeting.summary_due_on = due_day(meeting)
    meeting.save()
    touch_calendar(meeting=meeting, at=at)
    details = {"added": [*map(str, added)], "removed": [str(joint.body) for joint in removed], "theme": theme}
    audit.record("meeting.held_jointly", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting
