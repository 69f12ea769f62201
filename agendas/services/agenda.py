"""Agendas are built, put in order, published and taken back.

Once its meeting was held, a published agenda is changed with a reason only (AG-4): without one, ``Refused`` for the
field ``reason``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Max

from agendas.choices import ItemKind
from agendas.models import AgendaItem
from agendas.rules import Slot
from boards.models import Body
from core import audit
from core.acts import Refused, act, lock
from core.history import bulk_create, bulk_update
from core.models import User
from core.querysets import holds_on
from core.rules.working_days import london_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.services.scheduling import touch_calendar

STALE = "Somebody has changed the agenda since you opened it. This is how it is now: nothing of yours was saved."
REASON_MISSING = "Enter why the agenda is changed after the meeting: nothing was saved"


def needs_reason(meeting: Meeting, *, on: date | None) -> bool:
    """AG-4: the agenda is public, and the meeting was held, or its last day is over.

    A caller who knows that the meeting is ahead gives no day.
    """
    is_past = on is not None and meeting.last_on is not None and meeting.last_on < on
    is_over = meeting.status == MeetingStatus.HELD or is_past
    return meeting.agenda_published_at is not None and is_over and not meeting.is_off


def meeting_slot(meeting: Meeting) -> Slot:
    """Between which times its items must stand; on one of several days, any time may be right."""
    return Slot(meeting.starts_at, meeting.ends_at) if meeting.ends_on is None else Slot()


def _record_change(
    what: str,
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    is_members_only: bool,
    reason: str,
    by: User,
    at: datetime | None,
) -> None:
    """Write down for the readers what is changed after the meeting. Raises ``Refused``."""
    if not needs_reason(meeting, on=london_day(at) if at else None):
        return
    if not reason or at is None:
        raise Refused(REASON_MISSING, field="reason")
    meeting.agenda_changes.create(
        item=item, what=what[:1200], reason=reason, is_members_only=is_members_only, made_by=by, made_at=at
    )


@act("meeting")
def start_usual_agenda(*, meeting: Meeting, by: User, on: date) -> None:
    """Fill an agenda that is empty: key issue, news of each partnership below the body, matters arising, the rest.

    Raises ``Refused`` where the meeting was held.
    """
    if meeting.agenda_items.exists():
        return
    if needs_reason(meeting, on=on):
        raise Refused("The meeting was held. Add its items one by one, each with the reason.")
    items = [
        AgendaItem(title="Key strategic issue", kind=ItemKind.KEY_ISSUE),
        *_news_items(meeting, on=meeting.held_on or on),
        AgendaItem(title="Matters arising", kind=ItemKind.MATTERS_ARISING),
        AgendaItem(title="Any other item"),
    ]
    for position, item in enumerate(items, start=1):
        item.meeting, item.position = meeting, position
    bulk_create(items)
    audit.record("agenda.started", by=by, about=meeting, scope=meeting.partnership.slug, items=len(items))


def _news_items(meeting: Meeting, *, on: date) -> list[AgendaItem]:
    title = "Issues and achievements"
    below = Body.objects.strategic().filter(
        holds_on(on, "reporting_lines__"),
        is_proposed=False,
        reporting_lines__reports_to=meeting.body_id,
    )
    bodies = list(below.current(on=on).distinct()) if meeting.body_id else []
    items = [AgendaItem(title=f"{title}: {body.name_on(on)}"[:200], kind=ItemKind.NEWS, body=body) for body in bodies]
    return items or [AgendaItem(title=title, kind=ItemKind.NEWS)]


@act("meeting")
def add_item(
    *, meeting: Meeting, item: AgendaItem, by: User, reason: str = "", at: datetime | None = None
) -> AgendaItem:
    """Put a new item at the end of the agenda. Raises ``Refused``."""
    last = meeting.agenda_items.aggregate(last=Max("position"))["last"] or 0
    item.meeting, item.position = meeting, last + 1
    item.save()
    what, is_members_only = f"{_name(item)} was added", item.is_members_only
    _record_change(what, meeting=meeting, item=item, is_members_only=is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_added", by=by, about=item, scope=meeting.partnership.slug)
    return item


@act()
def change_item(*, item: AgendaItem, by: User, reason: str = "", at: datetime | None = None) -> AgendaItem:
    """Save an item that the caller has locked and changed. Raises ``Refused``."""
    before, meeting = item.as_loaded(), Meeting.objects.get(pk=item.meeting_id)
    if not (words := describe_change(before, item)):
        return item
    item.save()
    what, is_members_only = f"{_name(item)}: {words}", item.is_members_only
    _record_change(what, meeting=meeting, item=item, is_members_only=is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_changed", by=by, about=item, scope=meeting.partnership.slug)
    return item


def describe_change(before: AgendaItem, after: AgendaItem) -> str:
    """“the title was “Budget”; its times were changed”; empty where nothing was.

    Of an item that was for members only the old title is not told.
    """
    if before.is_members_only and not after.is_members_only:
        return "released, everyone can read it now"

    def differs(*names: str) -> bool:
        return any(getattr(before, name) != getattr(after, name) for name in names)

    parts = [f"the title was “{before.title}”"] if differs("title") else []
    named = {
        "text": "what it is about",
        "lead": "who leads it",
        "body_id": "whose news it is",
        "kind": "what kind of item it is",
    }
    parts += [f"{words} was changed" for name, words in named.items() if differs(name)]
    if differs("starts_at", "ends_at"):
        parts.append("its times were changed")
    if after.is_members_only and not before.is_members_only:
        parts.append("it is for members only now")
    elif differs("ground", "ground_words"):
        parts.append("the reason for members only was changed")
    return "; ".join(parts)


@act("item")
def release_item(*, item: AgendaItem, by: User, reason: str = "", at: datetime | None = None) -> AgendaItem:
    """Let everyone read an item that was for members only, and its papers that are not so themselves.

    Released already, it stays as it is. Raises ``Refused``.
    """
    item.is_members_only, item.ground, item.ground_words = False, "", ""
    return change_item(item=item, by=by, reason=reason, at=at)


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


@act()
def remove_item(*, item: AgendaItem, by: User, reason: str = "", at: datetime | None = None) -> None:
    """Take an item off and close the gap. Raises ``Refused``."""
    meeting, item = lock(item.meeting), lock(item)
    if refusal := why_not_removable(item):
        raise Refused(refusal)
    for document in item.documents.all():
        # Withdrawn ones stay on record with the meeting, no more public than they were.
        document.is_members_only = document.is_members_only or item.is_members_only
        document.item = None
        document.save()
    if item.is_members_only:
        # What was told of it before it was for members only does not come out again with its end.
        item.changes.update(is_members_only=True)
    what, is_members_only = f"{_name(item)} was removed", item.is_members_only
    _record_change(what, meeting=meeting, item=None, is_members_only=is_members_only, reason=reason, by=by, at=at)
    audit.record("agenda.item_removed", by=by, about=item, scope=meeting.partnership.slug)
    item.delete()
    _renumber(list(meeting.agenda_items.all()))


@act("meeting")
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

    Raises ``Refused`` where that is neither the order now nor the wanted one already.
    """
    items = {item.pk: item for item in meeting.agenda_items.all()}
    if list(items) == list(order):
        return
    if list(items) != list(seen) or sorted(order) != sorted(items):
        raise Refused(STALE)
    item = items.get(_moved_item(seen, order))
    what = f"{_name(item)} moved to place {order.index(item.pk) + 1}" if item else "The items are in another order"
    is_members_only = item is not None and item.is_members_only
    _record_change(what, meeting=meeting, item=item, is_members_only=is_members_only, reason=reason, by=by, at=at)
    _renumber([items[pk] for pk in order])
    audit.record("agenda.reordered", by=by, about=meeting, scope=meeting.partnership.slug)


def _moved_item(before: Sequence[int], after: Sequence[int]) -> int:
    """The one item that was moved; 0 where more were."""

    def others(order: Sequence[int], pk: int) -> list[int]:
        return [other for other in order if other != pk]

    alone = [pk for pk in before if others(before, pk) == others(after, pk)]
    return max(alone, key=lambda pk: abs(before.index(pk) - after.index(pk)), default=0)


def _name(item: AgendaItem) -> str:
    return f"Item {item.position} (“{item.title}”)"


def _renumber(items: Sequence[AgendaItem]) -> None:
    """Number the items from 1 in this order: first out of the way, as no two may ever share a place."""
    changed = [item for place, item in enumerate(items, start=1) if item.position != place]
    free = max([len(items), *(item.position for item in items)])
    AgendaItem.objects.filter(pk__in=[item.pk for item in changed]).update(position=F("position") + free)
    for place, item in enumerate(items, start=1):
        item.position = place
    bulk_update(changed, ["position"])


def check_may_publish(meeting: Meeting) -> None:
    """Raises ``Refused``."""
    if meeting.is_off:
        raise Refused(f"The meeting was {meeting.get_status_display()}, so its agenda can’t be published.")
    if not meeting.agenda_items.exists():
        raise Refused("The agenda is empty. Add an item, then publish it.")


@act("meeting")
def publish_agenda(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Make the agenda and its papers public; published already, it stays as it is. Raises ``Refused``."""
    if meeting.agenda_published_at is not None:
        return meeting
    check_may_publish(meeting)
    meeting.agenda_published_at = at
    meeting.save(update_fields=["agenda_published_at"])
    touch_calendar(meeting=meeting, at=at)
    audit.record("agenda.published", by=by, about=meeting, scope=meeting.partnership.slug)
    return meeting


def check_may_take_back(meeting: Meeting, *, on: date) -> None:
    """Raises ``Refused``: what was before a meeting stays on record."""
    if meeting.held_on is not None and meeting.held_on <= on:
        raise Refused("The day of the meeting has come, so its agenda stays public.")


@act("meeting")
def take_back_agenda(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Show the agenda and its papers to officers alone again. Raises ``Refused``."""
    if meeting.agenda_published_at is None:
        return meeting
    check_may_take_back(meeting, on=london_day(at))
    meeting.agenda_published_at = None
    meeting.save(update_fields=["agenda_published_at"])
    touch_calendar(meeting=meeting, at=at)
    audit.record("agenda.taken_back", by=by, about=meeting, scope=meeting.partnership.slug)
    return meeting
