"""Closed means that monitoring stops: a meeting decides it, and may decide to monitor again (R-4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import capfirst

from core import audit
from core.acts import Refused
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from monitoring.models import MonitoringDecision
from monitoring.rules import review_holds_open
from progress.services.status import day_fault
from recommendations.choices import SETTLED_STATUSES, MonitoringChoice
from recommendations.models import Recommendation
from recommendations.services.naming import called


@dataclass(frozen=True, slots=True)
class Decided:
    """What a meeting decided, and why. ``although_open``: it knew that the work is not settled."""

    choice: MonitoringChoice
    meeting: Meeting
    reason: str
    although_open: bool = False


@transaction.atomic
def stop_monitoring(
    *,
    recommendations: Iterable[Recommendation],
    meeting: Meeting,
    reason: str,
    by: User,
    at: datetime,
    although_open: bool = False,
) -> list[MonitoringDecision]:
    """Close them all at one held meeting, or none. Raises ``Refused``."""
    decided = Decided(MonitoringChoice.STOP, meeting, reason.strip(), although_open)
    return [_decide(pk, decided, by=by, at=at) for pk in sorted(one.pk for one in recommendations)]


@transaction.atomic
def resume_monitoring(
    *, recommendation: Recommendation, meeting: Meeting, reason: str, by: User, at: datetime
) -> MonitoringDecision:
    """Monitor it again, as a held meeting decided. Raises ``Refused``."""
    decided = Decided(MonitoringChoice.RESUME, meeting, reason.strip())
    return _decide(recommendation.pk, decided, by=by, at=at)


def is_closed_now(recommendation: Recommendation) -> bool:
    """Whether the latest decision of a meeting was to stop monitoring it."""
    last = _last(recommendation)
    return last is not None and last.choice == MonitoringChoice.STOP


def _decide(pk: int, decided: Decided, *, by: User, at: datetime) -> MonitoringDecision:
    locked = Recommendation.objects.select_for_update().get(pk=pk)
    day = _day_of(locked, decided, at=at)
    last = _last(locked)
    _refuse_order(locked, decided, last, day=day)
    if decided.choice == MonitoringChoice.STOP:
        _refuse_what_is_not_done(locked, decided, day=day)
    decision = MonitoringDecision.objects.create(
        recommendation=locked,
        choice=decided.choice,
        meeting=decided.meeting,
        decided_on=day,
        reason=decided.reason,
        recorded_by=by,
        recorded_at=at,
    )
    verb = "closed" if decided.choice == MonitoringChoice.STOP else "monitored_again"
    audit.record(f"recommendation.{verb}", by=by, about=locked, scope=locked.partnership.slug, reason=decided.reason)
    return decision


def _last(recommendation: Recommendation) -> MonitoringDecision | None:
    return recommendation.monitoring_decisions.order_by("-decided_on", "-pk").first()


def _day_of(locked: Recommendation, decided: Decided, *, at: datetime) -> date:
    """The meeting's day, on which it must have been held."""
    if not decided.reason:
        raise Refused("Enter why the meeting decided so", field="reason")
    meeting = decided.meeting
    if meeting.held_on is None or meeting.held_precision != Precision.DAY or meeting.is_off:
        raise Refused("Choose a meeting that was held on a day that is known", field="meeting")
    if refusal := day_fault(locked, meeting.held_on, noun="the day of the meeting", at=at):
        raise Refused(refusal, field="meeting")
    return meeting.held_on


def _refuse_order(locked: Recommendation, decided: Decided, last: MonitoringDecision | None, *, day: date) -> None:
    is_closed = last is not None and last.choice == MonitoringChoice.STOP
    if is_closed and decided.choice == MonitoringChoice.STOP:
        raise Refused(f"{capfirst(called(locked))} is closed already", field="recommendations")
    if not is_closed and decided.choice == MonitoringChoice.RESUME:
        raise Refused(f"{capfirst(called(locked))} is monitored: it was not closed", field="recommendations")
    if last is not None and day < last.decided_on:
        raise Refused(
            f"A meeting decided about {called(locked)} on {format_date(last.decided_on)}: "
            "choose one of that day or later",
            field="meeting",
        )


def _refuse_what_is_not_done(locked: Recommendation, decided: Decided, *, day: date) -> None:
    reviewed_on = locked.reviews.known_on(day).order_by("reviewed_on").values_list("reviewed_on", flat=True).last()
    if review_holds_open(locked.review_due_on, locked.review_precision, reviewed_on=reviewed_on, on=day):
        due = format_date(locked.review_due_on, locked.review_precision)
        raise Refused(
            f"The review of {called(locked)} was due {due} and is not recorded: "
            "the item stays open until it is recorded",
            field="recommendations",
        )
    if locked.status not in SETTLED_STATUSES and not decided.although_open:
        raise Refused(
            f"{capfirst(called(locked))} is “{locked.get_status_display()}”: "
            "tick that the meeting decided so although it is not settled",
            field="although_open",
        )
