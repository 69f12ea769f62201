"""Reports on actions: by officers, at a meeting, or by those who carry them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from actions.choices import OPEN_ACTIONS, ActionStatus
from actions.models import Action, ActionUpdate
from boards.models import Person
from core import audit
from core.models import User
from core.rules.dates import format_date
from meetings.models import Meeting

# A button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Teller:
    """Who reports where it is not the officer who records it: the words, and the person whose link was used."""

    words: str
    person: Person | None = None


@transaction.atomic
def update_action(
    *,
    action: Action,
    status: str,
    text: str,
    reported_on: date,
    by: User | None,
    at: datetime,
    new_due_on: date | None = None,
    noted_at: Meeting | None = None,
    told_by: Teller | None = None,
) -> ActionUpdate:
    """Add a dated report, and set the status that it leads to. Closing an action takes the day of the report.

    ``new_due_on`` carries the action to another day; ``noted_at`` is the meeting that heard the report.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    teller = told_by or Teller("")
    same = action.updates.filter(
        status=status, text=text, reported_on=reported_on, recorded_by=by, reporter=teller.person
    )
    if sent := same.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
        return sent
    carried_to = new_due_on if new_due_on != action.due_on else None
    details = _set(action, status=status, due_on=carried_to or action.due_on, reported_on=reported_on)
    update = ActionUpdate.objects.create(
        action=action,
        status=status,
        text=text,
        reported_on=reported_on,
        new_due_on=carried_to,
        noted_at=noted_at,
        reported_by=teller.words[:150],
        reporter=teller.person,
        recorded_by=by,
        recorded_at=at,
    )
    if teller.words:
        details["reported_by"] = teller.words
    audit.record("action.updated", by=by, about=action, scope=action.partnership.slug, **details)
    return update


def _set(action: Action, *, status: str, due_on: date | None, reported_on: date) -> dict[str, str]:
    """Give the action its status and day, and answer in words what that changed."""
    details = {"before": ActionStatus(action.status).label, "after": ActionStatus(status).label}
    if due_on and due_on != action.due_on:
        details["carried_to"] = format_date(due_on)
    action.status, action.due_on = status, due_on
    if status in OPEN_ACTIONS:
        action.closed_on = None
    elif action.closed_on is None:
        action.closed_on = reported_on
    action.save(update_fields=["status", "due_on", "closed_on"])
    return details
