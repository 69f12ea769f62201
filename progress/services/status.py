"""Statuses change for a reason, on a day, and what supersedes what goes round in no circle."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.text import capfirst

from boards.models import Partnership
from core import audit
from core.acts import Refused, act, lock
from core.models import User
from meetings.models import Meeting
from progress.choices import ProposalState
from progress.models import StatusChange, StatusProposal
from progress.rules import makes_loop, order_refusal
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation
from recommendations.services.naming import called

SET_MEANWHILE = "The office has set this status itself"


@act()
def change_status(
    *,
    recommendation: Recommendation,
    to_status: str,
    reason: str,
    changed_on: date,
    by: User,
    at: datetime,
    evidence: str = "",
    superseded_by: Recommendation | None = None,
    meeting: Meeting | None = None,
    confirms: StatusProposal | None = None,
) -> StatusChange:
    """Change the status from the day on, for a reason; *implemented* needs evidence. Raises ``Refused``.

    ``superseded_by`` is the recommendation that takes its place, ``meeting`` the PPB's that confirmed the status.
    A proposal of the same status that waits is thereby settled, unless it is the one that this ``confirms``.
    """
    if superseded_by is not None:
        lock_successions(recommendation.partnership)
    locked = lock(recommendation)
    _check_status(locked, to_status=to_status, reason=reason, evidence=evidence)
    _check_day(locked, changed_on, meeting=meeting, at=at)
    if superseded_by is not None:
        _check_successor(locked, superseded_by, to_status=to_status)
    change = StatusChange.objects.create(
        recommendation=locked,
        from_status=locked.status,
        to_status=to_status,
        reason=reason.strip(),
        evidence=evidence.strip(),
        superseded_by=superseded_by,
        meeting=meeting,
        changed_on=changed_on,
        recorded_by=by,
        recorded_at=at,
    )
    # The recommendation repeats its latest change.
    locked.status, locked.status_reason, locked.superseded_by = to_status, change.reason, superseded_by
    locked.save(update_fields=["status", "status_reason", "superseded_by"])
    audit.record(
        "recommendation.status_changed",
        by=by,
        about=locked,
        scope=locked.partnership.slug,
        before=change.get_from_status_display(),
        after=change.get_to_status_display(),
        reason=change.reason,
    )
    # What somebody proposed and the office set itself waits for nobody any more.
    for waiting in locked.proposals.waiting().filter(to_status=to_status).exclude(pk=confirms.pk if confirms else 0):
        waiting.decide(ProposalState.DECLINED, note=SET_MEANWHILE, by=by, at=at)
    return change


def lock_successions(partnership: Partnership) -> None:
    """Two who let two recommendations supersede each other must not pass each other by: one of them waits here."""
    lock(partnership)


def _check_status(locked: Recommendation, *, to_status: str, reason: str, evidence: str) -> None:
    if not reason.strip():
        raise Refused("Enter why the status changes", field="reason")
    if to_status == RecommendationStatus.IMPLEMENTED and not evidence.strip():
        raise Refused("Enter what shows that it is implemented", field="evidence")
    if to_status == locked.status:
        raise Refused("Choose a status that differs from the present one", field="to_status")


def _check_day(locked: Recommendation, day: date, *, meeting: Meeting | None, at: datetime) -> None:
    refusal = locked.day_fault(day, noun="the date of the change", at=at)
    last = locked.status_changes.exclude(changed_on=None).order_by("changed_on").last()
    if refusal := refusal or order_refusal(day, last_changed_on=last.changed_on if last else None):
        raise Refused(refusal, field="changed_on")
    if meeting is not None and meeting.held_on is not None and meeting.held_on < day:
        raise Refused(
            f"The meeting that confirmed it was on {meeting.when}: enter that day or an earlier one", field="changed_on"
        )


def _check_successor(locked: Recommendation, successor: Recommendation, *, to_status: str) -> None:
    """R-5."""
    if to_status != RecommendationStatus.SUPERSEDED:
        label = RecommendationStatus.SUPERSEDED.label
        raise Refused(f"Only what is {label} has another in its place: leave this empty", field="superseded_by")
    if successor.partnership_id != locked.partnership_id:
        raise Refused("Choose a recommendation of this partnership", field="superseded_by")
    if successor.pk == locked.pk:
        raise Refused("A recommendation cannot take its own place: choose another", field="superseded_by")
    known = Recommendation.objects.filter(partnership=locked.partnership_id).order_by()
    successors = {pk: after for pk, after in known.values_list("pk", "superseded_by") if after}
    if makes_loop(successors, one=locked.pk, successor=successor.pk):
        raise Refused(
            f"{capfirst(called(successor))} leads back to this one, which took its place: choose another",
            field="superseded_by",
        )
