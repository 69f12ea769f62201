"""What is done about recommendations: progress is added, nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from boards.models import Person
from core import audit
from core.models import User
from recommendations.models import ProgressUpdate, Recommendation, ResponsibleParty
from recommendations.services.answered import answer_requests
from recommendations.services.status import change_status

# A button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def add_progress(
    *,
    recommendation: Recommendation,
    text: str,
    status: str,
    reported_on: date,
    reported_by: str,
    by: User | None,
    at: datetime,
    overall_status: str = "",
    reason: str = "",
    evidence: str = "",
    told_by: Person | None = None,
    party: ResponsibleParty | None = None,
) -> ProgressUpdate:
    """Record one dated claim; with ``overall_status`` the recommendation's own status changes too, for a reason.

    ``told_by`` is whose link said it, for ``party``; ``by`` the officer who wrote it down. It answers what the party
    was asked before a meeting: ``party``, or whichever goes by the name in ``reported_by``.
    """
    locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    claim = {"text": text, "status": status, "reported_on": reported_on, "reported_by": reported_by}
    said = locked.progress.filter(**claim, recorded_by=by, told_by=told_by)
    if sent := said.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
        return sent
    last = locked.progress.order_by("position").last()
    place = last.position + 1 if last else 1
    update = ProgressUpdate(recommendation=locked, position=place, **claim)
    _write(update, by=by, told_by=told_by, at=at)
    answer_requests(update=update, party=party, at=at)
    if by is not None and overall_status and overall_status != locked.status:
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


def _write(update: ProgressUpdate, *, by: User | None, told_by: Person | None, at: datetime) -> None:
    update.recorded_by, update.told_by, update.recorded_at = by, told_by, at
    update.save()
    assert update.reported_on is not None  # what is told today has a day
    audit.record(
        "recommendation.progress_added",
        by=by,
        about=update.recommendation,
        scope=update.recommendation.partnership.slug,
        reported_on=update.reported_on.isoformat(),
        **({"by link": told_by.name} if told_by else {}),
    )
