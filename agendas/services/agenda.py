"""Agendas are built, put in order, published and taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Max

from agendas import signals
from agendas.choices import ItemKind
from agendas.models import AgendaItem
from boards.choices import BodyKind
from boards.models import Body
from core import audit, history
from core.acts import Refused
from core.history import bulk_create, bulk_update
from core.models import User
from core.querysets import holds_on
from core.rules.working_days import london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import touch_calendar


class AgendaChanged(Exception):
    """Somebody has changed the agenda since the page was opened that this comes from."""


class ReasonMissing(Exception):
    """The meeting was held, so that its agenda is not changed without a word."""


@dataclass(frozen=True)
class ItemPlan:
    """What an officer says about an item."""

    title: str
    kind: str = ItemKind.ITEM
    text: str = ""
    lead: str = ""
    body: Body | None = None
    is_members_only: bool = False
    ground: str = ""
    ground_words: str = ""
    starts_at: time | None = None
    ends_at: time | None = None

    @classmethod
    def of(cls, item: AgendaItem) -> ItemPlan:
        return cls(**{name: getattr(item, name) for name in cls.__dataclass_fields__})

    @property
    def version(self) -> str:
        """Changes whenever what the item says changes: a page carries it, to tell whether it is still right."""
        said = {**{name: str(getattr(self, name) or "") for name in self.__dataclass_fields__}}
        said["body"] = str(self.body.pk if self.body else "")
        return sha256(json.dumps(said).encode()).hexdigest()[:16]


def needs_reason(meeting: Meeting, *, on: date | None) -> bool:
    """AG-4: the agenda is public, and the meeting was held, or its last day is over.

    A caller who knows that the meeting is ahead gives no day.
    """
    is_past = on is not None and meeting.last_on is not None and meeting.last_on < on
    is_over = meeting.status == MeetingStatus.HELD or is_past
    return meeting.agenda_published_at is not None and is_over and not meeting.is_off


def _amend(
    meeting: Meeting,
    item: AgendaItem | None,
    what: str,
    *,
    for_members: bool,
    reason: str,
    by: User,
    at: datetime | None,
) -> None:
    """Write down for the readers what is changed after the meeting. Raises ``ReasonMissing``."""
    if not needs_reason(meeting, on=london_day(at) if at else None):
        return
    if not reason or at is None:
        raise ReasonMissing
    meeting.agenda_changes.create(
        item=item, what=what[:1200], reason=reason, is_members_only=for_members, made_by=by, made_at=at
    )


@transaction.atomic
def start_usual_agenda(*, meeting: Meeting, by: User, on: date) -> None:
    """Fill an agenda that is empty: key issue, news of each partnership below the body, matters arising, the rest."""
    locked = _lock(meeting)
    if locked.agenda_items.exists():
        return
    if needs_reason(locked, on=on):
        raise ReasonMissing
    plans = [
        ItemPlan("Key strategic issue", ItemKind.KEY_ISSUE),
        *_news(locked, on=locked.held_on or on),
        ItemPlan("Matters arising", ItemKind.MATTERS_ARISING),
        ItemPlan("Any other item"),
    ]
    items = [AgendaItem(meeting=locked, position=place, **_fields(plan)) for place, plan in enumerate(plans, start=1)]
    bulk_create(items, by=by)
    audit.record("agenda.started", by=by, about=locked, scope=locked.partnership.slug, items=len(items))


def _news(meeting: Meeting, *, on: date) -> list[ItemPlan]:
    below = Body.objects.filter(
        holds_on(on, "reporting_lines__"),
        kind=BodyKind.SSP,
        is_proposed=False,
        reporting_lines__reports_to=meeting.body_id,
    )
    title = "Issues and achievements"
    found = list(below.current(on=on).distinct()) if meeting.body_id else []
    plans = [ItemPlan(f"{title}: {body.name_on(on)}"[:200], ItemKind.NEWS, body=body) for body in found]
    return plans or [ItemPlan(title, ItemKind.NEWS)]


@transaction.atomic
def add_item(*, meeting: Meeting, plan: ItemPlan, by: User, reason: str = "", at: datetime | None = None) -> AgendaItem:
    """Put an item at the end of the agenda. The same one again, by a button pressed twice, is answered as it is.

    Raises ``ReasonMissing`` where the meeting was held and no ``reason`` is given (AG-4).
    """
    locked = _lock(meeting)
    if known := locked.agenda_items.filter(**_fields(plan)).first():
        return known
    last = locked.agenda_items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem(meeting=locked, position=last + 1, **_fields(plan))
    # Also where no page is open: what was put on a published agenda is shown as a change of it.
    history.sign(item, by=by)
    item.save()
    what = f"{_named(item)} was added"
    _amend(locked, item, what, for_members=item.is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_added", by=by, about=item, scope=locked.partnership.slug)
    _tell_of_change(locked)
    return item


@transaction.atomic
def change_item(
    *, item: AgendaItem, plan: ItemPlan, seen: str, by: User, reason: str = "", at: datetime | None = None
) -> AgendaItem:
    """Change what an item says; ``seen`` is the version that the officer had.

    Raises ``AgendaChanged``, or ``ReasonMissing`` where the meeting was held and no ``reason`` is given (AG-4).
    """
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    now = ItemPlan.of(locked)
    if now == plan:
        return locked
    if now.version != seen:
        raise AgendaChanged
    for name, value in _fields(plan).items():
        setattr(locked, name, value)
    history.sign(locked, by=by)
    locked.save()
    what = f"{_named(locked)}: {what_changed(now, plan)}"
    _amend(locked.meeting, locked, what, for_members=locked.is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_changed", by=by, about=locked, scope=locked.meeting.partnership.slug)
    _tell_of_change(locked.meeting)
    return locked


def why_not_removable(item: AgendaItem) -> str:
    """Why the item has to stay, to the officer; empty where it need not."""
    if item.documents.current().exists():
        return "It has papers. Withdraw them, or change them to belong to another item, then remove the item."
    if item.actions.exists():
        return "An action was agreed under it, so it stays on record."
    if item.departures.exists():
        return "The attendance says that somebody left at it, so it stays on record."
    if item.invitations.exists():
        return "Somebody was invited for it, so it stays on record."
    return ""


@transaction.atomic
def remove_item(*, item: AgendaItem, seen: str, by: User, reason: str = "", at: datetime | None = None) -> None:
    """Take an item off and close the gap.

    Raises ``AgendaChanged`` or ``Refused``, or ``ReasonMissing`` where the meeting was held and no ``reason`` is
    given (AG-4).
    """
    meeting = _lock(item.meeting)
    locked = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if ItemPlan.of(locked).version != seen:
        raise AgendaChanged
    if refusal := why_not_removable(locked):
        raise Refused(refusal)
    for document in locked.documents.all():
        # Withdrawn ones stay on record with the meeting, no more public than they were.
        document.is_members_only = document.is_members_only or locked.is_members_only
        document.item = None
        document.save()
    if locked.is_members_only:
        # What was said of it before it was for members only does not come out again with its end.
        locked.changes.update(is_members_only=True)
    what = f"{_named(locked)} was removed"
    _amend(meeting, None, what, for_members=locked.is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_removed", by=by, about=locked, scope=meeting.partnership.slug)
    history.sign(locked, by=by)
    locked.delete()
    _renumber(list(meeting.agenda_items.all()), by=by)
    _tell_of_change(meeting)


@transaction.atomic
def reorder_agenda(
    *,
    meeting: Meeting,
    seen: Sequence[int],
    order: Sequence[int],
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> None:
    """Put the items in the order of these primary keys; ``seen`` is the order that the officer had.

    Raises ``AgendaChanged`` where it is neither the order now nor the wanted one already, and ``ReasonMissing`` where
    the meeting was held and no ``reason`` is given (AG-4).
    """
    locked = _lock(meeting)
    items = {item.pk: item for item in locked.agenda_items.all()}
    if list(items) == list(order):
        return
    if list(items) != list(seen) or sorted(order) != sorted(items):
        raise AgendaChanged
    moved = _moved(seen, order)
    item = items[moved] if moved else None
    what = f"{_named(item)} moved to place {order.index(item.pk) + 1}" if item else "The items are in another order"
    for_members = item is not None and item.is_members_only
    _amend(locked, item, what, for_members=for_members, reason=reason, by=by, at=at)
    _renumber([items[pk] for pk in order], by=by)
    audit.record("agenda.reordered", by=by, about=locked, scope=locked.partnership.slug)


def _moved(before: Sequence[int], after: Sequence[int]) -> int | None:
    """The one item that was moved; None where more were."""
    alone = [pk for pk in before if [one for one in before if one != pk] == [one for one in after if one != pk]]
    return max(alone, key=lambda pk: abs(before.index(pk) - after.index(pk)), default=None)


def _named(item: AgendaItem) -> str:
    return f"Item {item.position} (“{item.title}”)"


def what_changed(before: ItemPlan, after: ItemPlan) -> str:
    """“the title was “Budget”; the times”; of an item that was for members only the old title is not told."""
    if before.is_members_only and not after.is_members_only:
        return "released, everyone can read it now"
    parts = [f"the title was “{before.title}”"] if before.title != after.title else []
    named = {
        "text": "what it is about",
        "lead": "who leads it",
        "body": "whose news it is",
        "kind": "what kind of item it is",
    }
    parts += [f"{words} was changed" for name, words in named.items() if getattr(before, name) != getattr(after, name)]
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        parts.append("its times were changed")
    if after.is_members_only and not before.is_members_only:
        parts.append("it is for members only now")
    elif (before.ground, before.ground_words) != (after.ground, after.ground_words):
        parts.append("the reason for members only was changed")
    return "; ".join(parts)


@transaction.atomic
def release_item(*, item: AgendaItem, seen: str, by: User, reason: str = "", at: datetime | None = None) -> AgendaItem:
    """Let everyone read an item that was for members only, and its papers that are not so themselves.

    Released already, by a button pressed twice, it stays as it is. Raises as ``change_item`` does.
    """
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if not item.is_members_only:
        return item
    public = replace(ItemPlan.of(item), is_members_only=False, ground="", ground_words="")
    return change_item(item=item, plan=public, seen=seen, by=by, reason=reason, at=at)


def _renumber(items: Sequence[AgendaItem], *, by: User) -> None:
    """Number the items from 1 in this order: first out of the way, as no two may ever share a place."""
    changed = [item for place, item in enumerate(items, start=1) if item.position != place]
    free = max([len(items), *(item.position for item in items)])
    AgendaItem.objects.filter(pk__in=[item.pk for item in changed]).update(position=F("position") + free)
    for place, item in enumerate(items, start=1):
        item.position = place
    bulk_update(changed, ["position"], by=by)


def check_may_publish(meeting: Meeting) -> None:
    """Raises ``Refused``."""
    if meeting.is_off:
        raise Refused(f"The meeting was {meeting.get_status_display()}, so its agenda can’t be published.")
    if not meeting.agenda_items.exists():
        raise Refused("The agenda is empty. Add an item, then publish it.")


@transaction.atomic
def publish_agenda(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Make the agenda and its papers public. Raises ``Refused``."""
    locked = _lock(meeting)
    if locked.agenda_published_at is not None:
        return locked
    check_may_publish(locked)
    locked.agenda_published_at = at
    locked.save(update_fields=["agenda_published_at"])
    touch_calendar(meeting=locked, at=at)
    audit.record("agenda.published", by=by, about=locked, scope=locked.partnership.slug)
    # A receiver that fails must not turn a publication that has happened into an error.
    transaction.on_commit(lambda: signals.agenda_published.send(Meeting, meeting=locked), robust=True)
    return locked


def check_may_take_back(meeting: Meeting, *, on: date) -> None:
    """Raises ``Refused``: what was before a meeting stays on record."""
    if meeting.held_on is not None and meeting.held_on <= on:
        raise Refused("The day of the meeting has come, so its agenda stays public.")


@transaction.atomic
def take_back_agenda(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Show the agenda and its papers to officers alone again. Raises ``Refused``."""
    locked = _lock(meeting)
    if locked.agenda_published_at is None:
        return locked
    check_may_take_back(locked, on=london_day(at))
    _tell_of_change(locked)
    locked.agenda_published_at = None
    locked.save(update_fields=["agenda_published_at"])
    touch_calendar(meeting=locked, at=at)
    audit.record("agenda.taken_back", by=by, about=locked, scope=locked.partnership.slug)
    return locked


def _lock(meeting: Meeting) -> Meeting:
    """Whoever changes an agenda waits here, so that two at once don't get the same place."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def _tell_of_change(meeting: Meeting) -> None:
    """Those above hear of it only if the agenda is public."""
    if meeting.agenda_published_at is not None:
        transaction.on_commit(lambda: signals.agenda_changed.send(Meeting, meeting=meeting), robust=True)


def _fields(plan: ItemPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}
