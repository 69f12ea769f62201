"""Reports on actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from core import audit
from core.models import User
from meetings.choices import OPEN_ACTIONS, ActionStatus
from meetings.models import Action, ActionUpdate

# A button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def update_action(
    *, action: Action, status: str, text: str, reported_on: date, by: User | None, at: datetime
) -> ActionUpdate:
    """Add a dated report, and set the status that it leads to. Closing an action takes the day of the report."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    same = action.updates.filter(status=status, text=text, reported_on=reported_on, recorded_by=by)
    if sent := same.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
        return sent
    before = action.status
    action.status = status
    if status in OPEN_ACTIONS:
        action.closed_on = None
    elif action.closed_on is None:
        action.closed_on = reported_on
    action.save(update_fields=["status", "closed_on"])
    update = ActionUpdate.objects.create(
        action=action, status=status, text=text, reported_on=reported_on, recorded_by=by, recorded_at=at
    )
    audit.record(
        "action.updated",
        by=by,
        about=action,
        scope=action.partnership.slug,
        before=ActionStatus(before).label,
        after=ActionStatus(status).label,
    )
    return update
