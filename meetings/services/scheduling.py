"""Meetings are planned, changed and cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from boards.models import Body, Partnership
from core import audit
from core.models import User
from meetings.choices import MeetingStatus
from meetings.models import Meeting, MeetingSummary
from meetings.services.deadlines import due_day


class SummaryPublished(Exception):
    """Its text says what can't be done any more, to the officer."""


@dataclass(frozen=True)
class Plan:
    """What an officer says about a meeting."""

    body: Body
    title: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    venue: str = ""
    status: str = MeetingStatus.PLANNED


@transaction.atomic
def schedule_meeting(*, partnership: Partnership, plan: Plan, by: User | None, is_made_up: bool = False) -> Meeting:
    """Put a meeting on record; a Board's or an SSP's gets the day on which its summary is due.

    The same meeting sent again, by a button pressed twice, is answered as it is.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    alike = Meeting.objects.filter(partnership=partnership, body=plan.body, held_on=plan.held_on, title=plan.title)
    if known := alike.filter(starts_at=plan.starts_at, status=plan.status, is_made_up=is_made_up).first():
        return known
    meeting = Meeting(partnership=partnership, is_made_up=is_made_up)
    _apply(plan, meeting)
    meeting.save()
    audit.record("meeting.scheduled", by=by, about=meeting, scope=partnership.slug, held_on=str(plan.held_on))
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, plan: Plan, by: User) -> Meeting:
    """Change what is on record; a new day moves the deadline of the summary with it."""
    before = meeting.held_on
    _apply(plan, meeting)
    meeting.save()
    details = {} if before == plan.held_on else {"before": str(before), "after": str(plan.held_on)}
    audit.record("meeting.changed", by=by, about=meeting, scope=meeting.partnership.slug, **details)
    return meeting


def check_may_cancel(meeting: Meeting) -> None:
    """Raises ``SummaryPublished``: what a published summary reports has taken place."""
    if MeetingSummary.objects.published().filter(meeting=meeting).exists():
        raise SummaryPublished("The summary of this meeting is published, so it can’t be cancelled.")


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """Say that a meeting does not take place; no summary is owed for it any more (T-3). Raises ``SummaryPublished``."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_may_cancel(meeting)
    meeting.status = MeetingStatus.CANCELLED
    meeting.status_reason = reason
    meeting.summary_due_on = None
    meeting.save()
    audit.record("meeting.cancelled", by=by, about=meeting, scope=meeting.partnership.slug, reason=reason)
    return meeting


def _apply(plan: Plan, meeting: Meeting) -> None:
    meeting.body = plan.body
    meeting.title = plan.title
    meeting.held_on = plan.held_on
    meeting.starts_at = plan.starts_at
    meeting.ends_at = plan.ends_at
    meeting.venue = plan.venue
    if plan.status != meeting.status:
        meeting.status_reason = ""
    meeting.status = plan.status
    meeting.summary_due_on = due_day(meeting)
