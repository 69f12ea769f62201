"""What is done about recommendations: progress is added, nothing is overwritten."""

from __future__ import annotations

from datetime import date, datetime

from boards.models import Person
from core import audit
from core.acts import SENT_TWICE_WITHIN, act
from core.history import bulk_update
from core.models import User
from core.rules.text import compare_key
from progress.models import ProgressRequest, ProgressUpdate
from progress.services.status import change_status
from recommendations.models import Owner, Recommendation


@act("recommendation")
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
    owner: Owner | None = None,
) -> ProgressUpdate:
    """Record one dated claim; with ``overall_status`` the recommendation's own status changes too, for a reason.

    ``told_by`` is whose link said it, for ``owner``; ``by`` the officer who wrote it down. It answers what the owner
    was asked before a meeting: ``owner``, or whichever goes by the name in ``reported_by``.
    """
    claim = {"text": text, "status": status, "reported_on": reported_on, "reported_by": reported_by}
    same = recommendation.progress.filter(**claim, recorded_by=by, told_by=told_by)
    # Pages by link carry no token: what comes again within a minute is the same form, sent twice.
    if sent := same.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
        return sent
    last = recommendation.progress.order_by("position").last()
    update = recommendation.progress.create(
        **claim, position=last.position + 1 if last else 1, recorded_by=by, told_by=told_by, recorded_at=at
    )
    audit.record(
        "recommendation.progress_added",
        by=by,
        about=recommendation,
        scope=recommendation.partnership.slug,
        reported_on=reported_on.isoformat(),
        **({"by link": told_by.name} if told_by else {}),
    )
    answer_requests(update=update, owner=owner, at=at)
    # By link no status is changed, only proposed: the office or a meeting confirms it.
    if by is not None and overall_status and overall_status != recommendation.status:
        change_status(
            recommendation=recommendation,
            to_status=overall_status,
            reason=reason,
            evidence=evidence,
            changed_on=reported_on,
            by=by,
            at=at,
        )
    return update


def answer_requests(*, update: ProgressUpdate, owner: Owner | None, at: datetime) -> list[ProgressRequest]:
    """Mark what the update answers: all that waits for the owner, before whichever meeting it was asked.

    Without ``owner`` it is the one that goes by the name of who reports, as printed or not; else nothing is answered.
    The update keeps the request of the earliest meeting.
    """
    waiting = ProgressRequest.objects.waiting().filter(recommendation=update.recommendation_id)
    asked = list(
        waiting.select_for_update(of=("self",), no_key=True).select_related("owner").order_by("meeting__held_on", "pk")
    )
    if owner is None and asked:
        names = _names_of(update)
        asked = [one for one in asked if compare_key(update.reported_by) in names.get(one.owner_id, set())]
    answered = [one for one in asked if owner is None or one.owner_id == owner.pk]
    for one in answered:
        one.answered_at = at
    if answered:
        bulk_update(answered, ["answered_at"], by=update.recorded_by)
        update.request = answered[0]
        update.save(update_fields=["request"])
    return answered


def _names_of(update: ProgressUpdate) -> dict[int, set[str]]:
    """Owner to its names, as the recommendation prints them and as they are on record."""
    lines = update.recommendation.owner_lines.select_related("owner")
    return {line.owner_id: {compare_key(line.printed_as), compare_key(line.owner.name)} for line in lines}
