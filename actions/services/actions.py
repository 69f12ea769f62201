"""What becomes of actions: reports on them, another owner, many changed at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from actions.choices import OPEN_ACTIONS, ActionStatus
from actions.mail import ACTION_PASSED_ON, ActionLink, owner_subject, passed_on_subject
from actions.models import Action, ActionHandover, ActionUpdate, owner_fields
from boards.models import Partnership, Person
from core import audit
from core.acts import SENT_TWICE_WITHIN, Refused, act
from core.models import User
from core.rules.dates import format_date
from core.rules.text import clean_text
from core.rules.working_days import london_day
from core.signed_plans import Moved, Plans
from meetings.models import Meeting
from meetings.services.contacts import Owner, owner_contacts
from outbox.asks import send_links
from outbox.services.queue import Addressee, queue_mail

# As much as one press of a button does without letting somebody wait.
MOST_CHANGES = 200


@dataclass(frozen=True)
class Reporter:
    """Who reports where it is not the officer who records it: the name, and the person whose link was used."""

    name: str
    person: Person | None = None


@act("action")
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
    reporter: Reporter | None = None,
) -> ActionUpdate:
    """Add a dated report, and set the status that it leads to. Closing an action takes the day of the report.

    ``new_due_on`` carries the action to another day; ``noted_at`` is the meeting that heard the report.
    """
    reporter = reporter or Reporter("")
    if reporter.person:
        same = action.updates.filter(status=status, text=text, reported_on=reported_on, reporter=reporter.person)
        if sent := same.filter(recorded_at__gt=at - SENT_TWICE_WITHIN).first():
            return sent
    details = {"before": ActionStatus(action.status).label, "after": ActionStatus(status).label}
    carried_to = new_due_on if new_due_on != action.due_on else None
    if carried_to:
        action.due_on, details["carried_to"] = carried_to, format_date(carried_to)
    if status in OPEN_ACTIONS:
        action.closed_on = None
    elif action.closed_on is None:
        action.closed_on = reported_on
    action.status = status
    action.save(update_fields=["status", "due_on", "closed_on"])
    update = action.updates.create(
        status=status,
        text=text,
        reported_on=reported_on,
        new_due_on=carried_to,
        noted_at=noted_at,
        reported_by=reporter.name[:150],
        reporter=reporter.person,
        recorded_by=by,
        recorded_at=at,
    )
    if reporter.name:
        details["reported_by"] = reporter.name
    audit.record("action.updated", by=by, about=action, scope=action.partnership.slug, **details)
    return update


@act("action")
def pass_to_owner(*, action: Action, owner: Owner, reason: str, by: User, at: datetime) -> ActionHandover:
    """Make someone else the owner of an open action, and tell both by email; the summary that agreed it is left alone.

    The new owner gets a link to report on it. Raises ``Refused``.
    """
    before, on = action.owner, london_day(at)
    if before == owner:
        raise Refused(f"{owner} is the owner of this action already", field="owner")
    if not action.is_open:
        raise Refused(f"The action is {action.get_status_display()}, so it keeps its owner")
    owners = {**owner_fields(before, "from"), **owner_fields(owner, "to")}
    handover = action.handovers.create(reason=reason, passed_on=on, passed_by=by, passed_at=at, **owners)
    action.owner = owner
    action.save(update_fields=list(owner_fields(owner)))
    gains = owner_contacts(owner, on=on)
    told = {one.email.casefold() for one in gains}
    loses = [one for one in owner_contacts(before, on=on) if one.email.casefold() not in told]
    send_links(
        [ActionLink(action, person) for person in gains],
        reason=f"carries out the action ({owner})",
        subject=owner_subject(action),
        at=at,
        key=f"handover-{handover.pk}",
        handover=handover.pk,
    )
    queue_mail(
        kind=ACTION_PASSED_ON,
        about=handover.pk,
        to=[Addressee(one.name, one.email, f"had the action ({before})", one.pk) for one in loses],
        subject=passed_on_subject(handover),
        partnership=action.partnership,
        path=action.get_absolute_url(),
        at=at,
    )
    details = {"before": str(before), "after": str(owner), "reason": reason}
    audit.record("action.passed_to_owner", by=by, about=action, scope=action.partnership.slug, **details)
    return handover


# Many at once: shown first, then all of it or nothing


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
        parts = [f"Set to “{ActionStatus(self.status).label}”."] if self.status else []
        parts += [f"Carried to {format_date(self.due_on)}."] if self.due_on else []
        return self.note or " ".join(parts)

    def remaining(self, action: Action, reports: Collection[str]) -> ActionChange | None:
        """What of it is not so yet; None where all of it is."""
        left = replace(
            self,
            status="" if self.status == action.status else self.status,
            due_on=None if self.due_on == action.due_on else self.due_on,
            note="" if self.note in reports else self.note,
        )
        return left if left.status or left.due_on or left.note else None

    def lines(self, action: Action) -> list[tuple[str, str]]:
        """What would change, as a preview shows it."""
        lines = []
        if self.status:
            lines.append(("Status", f"{ActionStatus(action.status).label} → {ActionStatus(self.status).label}"))
        if self.due_on:
            before = format_date(action.due_on) if action.due_on else "no date"
            lines.append(("By when", f"{before} → {format_date(self.due_on)}"))
        return [*lines, ("Report", self.note)] if self.note else lines


PLANS = Plans(ActionChange, purpose="actions-changed")


def standings(actions: Iterable[Action]) -> dict[int, str]:
    """How each action stands, in a word that differs as soon as anybody has changed or reported on it."""
    known = list(actions)
    updates: Any = ActionUpdate.objects.filter(action__in=known).order_by()
    latest = dict(updates.values_list("action").annotate(latest=Max("pk")))
    return {one.pk: f"{one.status} {one.due_on or '-'} {latest.get(one.pk, 0)}" for one in known}


def reports_of(actions: Iterable[int]) -> dict[int, set[str]]:
    """Everything that was reported on each of the actions, as a file would have it."""
    found: dict[int, set[str]] = {pk: set() for pk in actions}
    for action, text in ActionUpdate.objects.filter(action__in=found).values_list("action", "text"):
        found[action].add(clean_text(text).strip())
    return found


@act()
def apply_changes(*, partnership: Partnership, changes: list[ActionChange], by: User, at: datetime) -> int:
    """Make the changes, each audited, and return how many there were. Raises ``Moved``; then none is made.

    What is so already, as after a button pressed twice, is passed over.
    """
    wanted = {change.action: change for change in changes}
    known = Action.objects.filter(partnership=partnership, pk__in=wanted).select_related("partnership", "meeting")
    locked = known.select_for_update(of=("self",), no_key=True).order_by("pk")
    reports = reports_of(wanted)
    pending = [one for one in locked if wanted[one.pk].remaining(one, reports[one.pk])]
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
