"""When a status can change, and what takes the place of what. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.choices import Precision
from core.rules.dates import format_date
from recommendations.rules.rollups import first_possible_day


def day_refusal(
    day: date,
    *,
    noun: str,
    today: date,
    received_on: date | None = None,
    received_precision: str = Precision.UNKNOWN,
) -> str:
    """Why nothing about a recommendation can have happened on the day; empty where it can.

    Nothing happens in the future, or before its report was received: of “September 2012”, before 1 September.
    ``noun`` names the day, such as “the date of the change”.
    """
    if day > today:
        return f"{noun[0].upper()}{noun[1:]} must be today or in the past"
    if received_on is None or received_precision == Precision.UNKNOWN:
        return ""
    if day < first_possible_day(received_on, received_precision):
        received = format_date(received_on, received_precision)
        named = f"in {received}" if received_precision != Precision.DAY else f"on {received}"
        return f"{noun[0].upper()}{noun[1:]} must not be before the report, which was received {named}"
    return ""


def order_refusal(day: date, *, last_changed_on: date | None) -> str:
    """Why a change cannot be of the day: one before the last would let the status of the days between contradict it."""
    if last_changed_on is None or day >= last_changed_on:
        return ""
    return f"The status last changed on {format_date(last_changed_on)}: enter that day or a later one"


def makes_loop(successors: Mapping[int, int], *, one: int, successor: int) -> bool:
    """R-5: whether ``one`` would come to stand in its own place, in however many steps.

    ``successors`` maps what is superseded to what takes its place.
    """
    seen: set[int] = set()
    step: int | None = successor
    while step is not None and step not in seen:
        if step == one:
            return True
        seen.add(step)
        step = successors.get(step)
    return False
