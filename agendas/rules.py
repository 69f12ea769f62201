"""What makes an agenda work: a key issue or two, and times that follow one another inside the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from agendas.choices import ItemKind
from core.rules.dates import format_time

KEY_ISSUES_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """From when to when; either end may be open."""

    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the rules see it; ``number`` is its place on the agenda."""

    number: int
    kind: str
    slot: Slot = Slot()


def slot_faults(slot: Slot, *, within: Slot) -> dict[str, str]:
    """AG-2: what is wrong with the times of one item, by the name of the field; empty where nothing is."""
    starts, ends = slot.starts_at, slot.ends_at
    faults: dict[str, str] = {}
    if ends and not starts:
        faults["starts_at"] = "Enter when the item starts, or leave out when it ends"
    elif starts and ends and ends <= starts:
        faults["ends_at"] = "The item must end after it starts"
    if starts and within.starts_at and starts < within.starts_at:
        faults["starts_at"] = f"The meeting starts at {format_time(within.starts_at)}: the item can’t start before"
    elif starts and within.ends_at and starts >= within.ends_at:
        faults["starts_at"] = f"The meeting ends at {format_time(within.ends_at)}: the item must start before"
    if ends and within.ends_at and ends > within.ends_at and "ends_at" not in faults:
        faults["ends_at"] = f"The meeting ends at {format_time(within.ends_at)}: the item can’t end after"
    return faults


def agenda_warnings(lines: Sequence[Line], *, within: Slot, is_event: bool = False) -> list[str]:
    """AG-1, AG-2: what an officer should look at before the agenda goes out. Nothing of it is refused.

    The programme of an event is built round its theme.
    """
    about_issues = [] if is_event else _about_key_issues(lines)
    return [*about_issues, *_about_order(lines), *_about_meeting(lines, within)]


def _about_key_issues(lines: Sequence[Line]) -> list[str]:
    found = sum(line.kind == ItemKind.KEY_ISSUE for line in lines)
    if lines and not found:
        return ["No item is a key strategic issue. An agenda is built round one or two of them."]
    if found > KEY_ISSUES_AT_MOST:
        return [f"{found} items are key strategic issues. An agenda is built round one or two, so that each gets time."]
    return []


def _about_order(lines: Sequence[Line]) -> list[str]:
    warnings = []
    before: Line | None = None
    for line in lines:
        starts = line.slot.starts_at
        if starts is None:
            continue
        if before is not None and before.slot.starts_at is not None:
            ended, begun = before.slot.ends_at, before.slot.starts_at
            if starts < begun:
                warnings.append(f"{_starts(line, starts)} before item {before.number} does at {format_time(begun)}.")
            elif ended and starts < ended:
                warnings.append(f"{_starts(line, starts)} before item {before.number} ends at {format_time(ended)}.")
        before = line
    return warnings


def _starts(line: Line, starts: time) -> str:
    return f"Item {line.number} starts at {format_time(starts)},"


def _about_meeting(lines: Sequence[Line], within: Slot) -> list[str]:
    """The meeting's own times may have been changed after the items'."""
    faulty = [line.number for line in lines if slot_faults(line.slot, within=within)]
    return [f"Item {number} does not fit into the times of the meeting. Change one or the other." for number in faulty]


def moved(order: Sequence[int], key: int, *, by: int) -> list[int]:
    """The order with one key moved by so many places, at most to either end."""
    others = [other for other in order if other != key]
    place = min(max(order.index(key) + by, 0), len(others))
    return [*others[:place], key, *others[place:]]
