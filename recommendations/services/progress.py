"""What is done about recommendations: progress is added, statuses change; nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from core import audit
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.choices import RecommendationStatus
from recommendations.models import ProgressUpdate, Recommendation, StatusChange

# A button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)


class StatusChangeRefused(ValueError):
    """A change of status that cannot be; ``field`` is what to correct, the text says how."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@transaction.atomic
def add_progress(
    *,
    recommendation: Recommendation,
    text: str,
    status: str,
    reported_on: date,
    reported_by: str,
    by: User,
    at: datetime,
    overall_status: str = "",
    reason: str = "",
    evidence: str = "",
) -> ProgressUpdate:
    """Record one dated claim; with ``overall_status`` the recommendation's own status changes too, for a reason."""
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    same = locked.progress.filter(text=text, status=status, reported_on=reported_on, recorded_by=by)
    if sent := same.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
        return sent
    last = locked.progress.order_by("position").last()
    update = ProgressUpdate.objects.create(
        recommendation=locked,
        position=last.position + 1 if last else 1,
        text=text,
        status=status,
        reported_on=reported_on,
        reported_by=reported_by,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        "recommendation.progress_added",
        by=by,
        about=locked,
        scope=locked.partnership.slug,
        reported_on=reported_on.isoformat(),
    )
    if overall_status and overall_status != locked.status:
        change_status(
            recommendation=locked,
            to_status=overall_status,
            reason=reason,
            evidence=evidence,
            changed_on=reported_on,
            by=by,
            at=at,
        )
    return update


@transaction.atomic
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
) -> StatusChange:
    """Change the status from the day on, for a reason; *implemented* needs evidence. Raises ``StatusChangeRefused``.

    ``superseded_by`` is the recommendation that takes its place, ``meeting`` the PPB's that confirmed the status.
    """
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not reason.strip():
        raise StatusChangeRefused("reason", "Enter why the status changes")
    if to_status == RecommendationStatus.IMPLEMENTED and not evidence.strip():
        raise StatusChangeRefused("evidence", "Enter what shows that it is implemented")
    if to_status == locked.status:
        raise StatusChangeRefused("to_status", "Choose a status that differs from the present one")
    last = locked.status_changes.exclude(changed_on=None).order_by("changed_on").last()
    # Else the status as at a day between the two would contradict the present one.
    if last and last.changed_on and changed_on < last.changed_on:
        raise StatusChangeRefused(
            "changed_on",
            f"The status last changed on {format_date(last.changed_on)}: enter that day or a later one",
        )
    change = StatusChange.objects.create(
        recommendation=locked,
        from_status=locked.status,
        to_status=to_status,
        reason=reason.strip(),
        evidence=evidence.strip(),
        superseded_by=superseded_by,
        meeting=meeting,
        changed_on=changed_on,
        changed_by=by,
        recorded_at=at,
    )
    locked.status = RecommendationStatus(to_status)
    locked.status_reason = change.reason
    locked.superseded_by = superseded_by
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
    return change
