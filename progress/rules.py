"""When a status can change, and what takes the place of what. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from core.rules.dates import format_date
from core.rules.working_days import is_working_day


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


WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


def request_goes_on(meets_on: date, *, weeks_before: int) -> date:
    """PR-1: so many weeks before the meeting, to the day of the week."""
    return meets_on - weeks_before * WEEK


def is_time_to_ask(meets_on: date, *, weeks_before: int, on: date) -> bool:
    """PR-1: from that day on until the day before the meeting, so that what is planned late is asked for at once."""
    return request_goes_on(meets_on, weeks_before=weeks_before) <= on < meets_on


def answers_wanted_on(meets_on: date, *, answer_weeks_before: int, asked_on: date) -> date:
    """PR-1: so many weeks before the meeting.

    Who is asked too late for that has a week, or until the day before the meeting where that is sooner; the day of
    asking at least.
    """
    usual = meets_on - answer_weeks_before * WEEK
    return max(usual, min(asked_on + WEEK, meets_on - DAY), asked_on)


def is_request_reminder_day(
    answer_by: date, meets_on: date, *, asked_on: date, on: date, holidays: frozenset[date]
) -> bool:
    """PR-2: one week before answers are wanted, on that day, and weekly after it until the meeting.

    A day on which nobody works gives way to the next working day. Nobody is reminded on the day of asking, nor for a
    day before it.
    """
    if not asked_on < on < meets_on or not is_working_day(on, holidays=holidays):
        return False
    earliest = on
    while not is_working_day(earliest - DAY, holidays=holidays):
        earliest -= DAY
    # The days that this morning stands for: itself, and those without work right before it.
    stood_for = (earliest + n * DAY for n in range((on - earliest).days + 1))
    return any(asked_on < day and day >= answer_by - WEEK and (day - answer_by).days % 7 == 0 for day in stood_for)
