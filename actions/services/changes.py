"""Many actions are changed at once: shown first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from actions.choices import ActionStatus
from actions.models import Action, ActionUpdate
from actions.services.actions import update_action
from boards.models import Partnership
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import london_day
from core.signed_plans import PlanRefused, read_rows, sign_rows

# As much as one press of a button does without letting somebody wait.
MOST_CHANGES = 200
PURPOSE = "meetings.action_changes"
__all__ = [
    "MOST_CHANGES",
    "ActionChange",
    "ActionsMoved",
    "PlanRefused",
    "apply_changes",
    "notes_of",
    "read_plan",
    "sign_plan",
    "standings",
]


class ActionsMoved(Exception):
    """Others changed these actions since they were shown. Nothing was done."""

    def __init__(self, actions: list[Action]) -> None:
        super().__init__("Actions were changed meanwhile.")
        self.actions = actions


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

    def changes(self, action: Action, notes: Iterable[str]) -> bool:
        """Whether anything of it is not so yet."""
        return bool(
            (self.status and self.status != action.status)
            or (self.due_on and self.due_on != action.due_on)
            or (self.note and self.note not in notes)
        )


def standings(actions: Iterable[Action]) -> dict[int, str]:
    """How each action stands, in a word that differs as soon as anybody has changed or reported on it."""
    known = list(actions)
    latest = dict(
        ActionUpdate.objects.filter(action__in=known).order_by().values_list("action").annotate(latest=Max("pk"))
    )
    return {one.pk: f"{one.status} {one.due_on or '-'} {latest.get(one.pk, 0)}" for one in known}


def notes_of(actions: Iterable[int]) -> dict[int, set[str]]:
    """Everything that was reported on each of the actions."""
    found: dict[int, set[str]] = {}
    for action, text in ActionUpdate.objects.filter(action__in=list(actions)).values_list("action", "text"):
        found.setdefault(action, set()).add(text)
    return found


@transaction.atomic
def apply_changes(*, partnership: Partnership, changes: list[ActionChange], by: User, at: datetime) -> int:
    """Make the changes, each audited, and answer how many there were. Raises ``ActionsMoved``; then none is made.

    What is so already, as after a button pressed twice, is passed over.
    """
    wanted = {change.action: change for change in changes}
    locked = list(
        Action.objects.select_for_update(of=("self",))
        .filter(partnership=partnership, pk__in=wanted)
        .select_related("partnership", "meeting")
        .order_by("pk")
    )
    notes = notes_of(wanted)
    pending = [one for one in locked if wanted[one.pk].changes(one, notes.get(one.pk, ()))]
    now = standings(pending)
    if moved := [one for one in pending if now[one.pk] != wanted[one.pk].standing]:
        raise ActionsMoved(moved)
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


def sign_plan(changes: list[ActionChange], *, partnership: Partnership, by: User) -> str:
    """The changes as a page carries them from the preview to the button that makes them."""
    rows = [
        [one.action, one.standing, one.status, one.due_on.isoformat() if one.due_on else "", one.note]
        for one in changes
    ]
    return sign_rows(rows, purpose=PURPOSE, holder=(partnership.pk, by.pk))


def read_plan(plan: str, *, partnership: Partnership, by: User) -> list[ActionChange]:
    """What ``sign_plan`` was given. Raises ``PlanRefused``."""
    return [
        ActionChange(action, standing, status, date.fromisoformat(due_on) if due_on else None, note)
        for action, standing, status, due_on, note in read_rows(plan, purpose=PURPOSE, holder=(partnership.pk, by.pk))
    ]
