"""Many actions are changed at once: shown first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from actions.choices import ActionStatus
from actions.models import Action, ActionUpdate
from actions.services.actions import update_action
from boards.models import Partnership
from core.models import User
from core.rules.dates import format_date
from core.rules.text import clean_text
from core.rules.working_days import london_day
from core.signed_plans import Moved, Plans

# As much as one press of a button does without letting somebody wait.
MOST_CHANGES = 200


@dataclass(frozen=True)
class ActionChange:
    """What is to become of an action; ``standing`` is how it stood when it was shown. Empty means: as it is."""

    action: int
    standing: str
    status: str = ""
    due_on: date | None = None
    note: str = ""

    def text(self) -> str:
        """The words of the report: the note, or what was changed."""
        if self.note:
            return self.note
        said = []
        if self.status:
            said.append(f"Set to “{ActionStatus(self.status).label}”.")
        if self.due_on:
            said.append(f"Carried to {format_date(self.due_on)}.")
        return " ".join(said)

    def beyond(self, action: Action, reports: Collection[str]) -> ActionChange | None:
        """What of it is not so yet; None where all of it is."""
        left = replace(
            self,
            status="" if self.status == action.status else self.status,
            due_on=None if self.due_on == action.due_on else self.due_on,
            note="" if self.note in reports else self.note,
        )
        return left if left.status or left.due_on or left.note else None


PLANS = Plans(ActionChange, purpose="meetings.action_changes")


def standings(actions: Iterable[Action]) -> dict[int, str]:
    """How each action stands, in a word that differs as soon as anybody has changed or reported on it."""
    known = list(actions)
    latest = dict(
        ActionUpdate.objects.filter(action__in=known).order_by().values_list("action").annotate(latest=Max("pk"))
    )
    return {one.pk: f"{one.status} {one.due_on or '-'} {latest.get(one.pk, 0)}" for one in known}


def reports_of(actions: Iterable[int]) -> dict[int, set[str]]:
    """Everything that was reported on each of the actions, as a file would have it."""
    found: dict[int, set[str]] = {pk: set() for pk in actions}
    for action, text in ActionUpdate.objects.filter(action__in=found).values_list("action", "text"):
        found[action].add(clean_text(text).strip())
    return found


@transaction.atomic
def apply_changes(*, partnership: Partnership, changes: list[ActionChange], by: User, at: datetime) -> int:
    """Make the changes, each audited, and answer how many there were. Raises ``Moved``; then none is made.

    What is so already, as after a button pressed twice, is passed over.
    """
    wanted = {change.action: change for change in changes}
    locked = list(
        Action.objects.select_for_update(of=("self",))
        .filter(partnership=partnership, pk__in=wanted)
        .select_related("partnership", "meeting")
        .order_by("pk")
    )
    reports = reports_of(wanted)
    pending = [one for one in locked if wanted[one.pk].beyond(one, reports[one.pk])]
    now = standings(pending)
    if moved := [one for one in pending if now[one.pk] != wanted[one.pk].standing]:
        raise Moved(one.pk for one in moved)
    for action in pending:
        change = wanted[action.pk]
        update_action(
            action=action,
            status=change.status or action.status,
            text=change.text(),
            reported_on=london_day(at),
            by=by,
            at=at,
            new_due_on=change.due_on,
        )
    return len(pending)
