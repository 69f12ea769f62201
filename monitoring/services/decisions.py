"""Closed means that monitoring stops: a meeting decides it, and may decide to monitor again (R-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.text import capfirst

from core import audit
from core.acts import Refused, act, lock
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from monitoring.models import MonitoringDecision
from monitoring.rules import review_holds_open
from recommendations.choices import SETTLED_STATUSES, MonitoringChoice
from recommendations.models import Recommendation
from recommendations.services.naming import called


@act()
def stop_monitoring(
    *,
    recommendations: Iterable[Recommendation],
    meeting: Meeting,
    reason: str,
    by: User,
    at: datetime,
    although_open: bool = False,
) -> list[MonitoringDecision]:
    """Close them all at one held meeting, or none. ``although_open``: it knew that the work is not settled.

    Raises ``Refused``.
    """
    decisions = []
    # In one order, so that two meetings recorded at once do not wait for each other.
    for locked in map(lock, sorted(recommendations, key=lambda one: one.pk)):
        day = _day_of(locked, meeting, at=at)
        if is_closed_now(locked):
            raise Refused(f"{capfirst(called(locked))} is closed already", field="recommendations")
        _check_order(locked, day)
        _check_done(locked, day, although_open=although_open)
        decisions.append(_decide(MonitoringChoice.STOP, locked, meeting, reason, day=day, by=by, at=at))
    return decisions


@act("recommendation")
def resume_monitoring(
    *, recommendation: Recommendation, meeting: Meeting, reason: str, by: User, at: datetime
) -> MonitoringDecision:
    """Monitor it again, as a held meeting decided. Raises ``Refused``."""
    day = _day_of(recommendation, meeting, at=at)
    if not is_closed_now(recommendation):
        raise Refused(f"{capfirst(called(recommendation))} is monitored: it was not closed", field="recommendations")
    _check_order(recommendation, day)
    return _decide(MonitoringChoice.RESUME, recommendation, meeting, reason, day=day, by=by, at=at)


def is_closed_now(recommendation: Recommendation) -> bool:
    """Whether the latest decision of a meeting was to stop monitoring it."""
    last = _last(recommendation)
    return last is not None and last.choice == MonitoringChoice.STOP


def _last(recommendation: Recommendation) -> MonitoringDecision | None:
    return recommendation.monitoring_decisions.order_by("-decided_on", "-pk").first()


def _decide(
    choice: MonitoringChoice,
    recommendation: Recommendation,
    meeting: Meeting,
    reason: str,
    *,
    day: date,
    by: User,
    at: datetime,
) -> MonitoringDecision:
    verb = "closed" if choice == MonitoringChoice.STOP else "monitored_again"
    scope = recommendation.partnership.slug
    audit.record(f"recommendation.{verb}", by=by, about=recommendation, scope=scope, reason=reason)
    return recommendation.monitoring_decisions.create(
        choice=choice, meeting=meeting, decided_on=day, reason=reason, recorded_by=by, recorded_at=at
    )


def _day_of(recommendation: Recommendation, meeting: Meeting, *, at: datetime) -> date:
    """The meeting's day, on which it must have been held."""
    if meeting.held_on is None or meeting.held_precision != Precision.DAY or meeting.is_off:
        raise Refused("Choose a meeting that was held on a day that is known", field="meeting")
    if refusal := recommendation.day_fault(meeting.held_on, noun="the day of the meeting", at=at):
        raise Refused(refusal, field="meeting")
    return meeting.held_on


def _check_order(recommendation: Recommendation, day: date) -> None:
    # The latest decision counts: one recorded for a day before it would change nothing, and read as if it had.
    last = _last(recommendation)
    if last is not None and day < last.decided_on:
        decided_on = format_date(last.decided_on)
        raise Refused(
            f"A meeting decided about {called(recommendation)} on {decided_on}: choose one of that day or later",
            field="meeting",
        )


def _check_done(recommendation: Recommendation, day: date, *, although_open: bool) -> None:
    due_on, precision = recommendation.review_due_on, recommendation.review_precision
    last_review = recommendation.reviews.known_on(day).order_by("reviewed_on").last()
    if review_holds_open(due_on, precision, reviewed_on=last_review.reviewed_on if last_review else None, on=day):
        due = format_date(due_on, precision)
        raise Refused(
            f"The review of {called(recommendation)} was due {due} and is not recorded: "
            "the item stays open until it is recorded",
            field="recommendations",
        )
    if recommendation.status not in SETTLED_STATUSES and not although_open:
        raise Refused(
            f"{capfirst(called(recommendation))} is “{recommendation.get_status_display()}”: "
            "tick that the meeting decided so although it is not settled",
            field="although_open",
        )
