"""When officers are reminded of a summary that is owed (RM-1, RM-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from core.rules.working_days import LONDON, is_working_day, working_days_between

# Nobody wants to be reminded before work begins.
NOT_BEFORE = time(8)
# The third, fourth and fifth working day after the meeting, by the working days that are left.
DAYS_LEFT = (2, 1, 0)
EVERY_WORKING_DAYS = 5
# A summary that nobody has written half a year after it was due will not be written because of a 27th mail.
MOST_OVERDUE = 26 * EVERY_WORKING_DAYS


def is_reminder_time(moment: datetime) -> bool:
    """RM-1: from 8am on, in London."""
    return moment.astimezone(LONDON).time() >= NOT_BEFORE


def is_reminder_day(due_on: date, *, on: date, holidays: frozenset[date]) -> bool:
    """RM-1: working days 3, 4 and 5, the first working day overdue, and every fifth after it for half a year.

    They are counted back from the deadline on record, which moves when a bank holiday is added: so do they.
    """
    if not is_working_day(on, holidays=holidays):
        return False
    if on <= due_on:
        return working_days_between(on, due_on, holidays=holidays) in DAYS_LEFT
    over = working_days_between(due_on, on, holidays=holidays)
    return over % EVERY_WORKING_DAYS == 1 and over < MOST_OVERDUE


def is_pressing(due_on: date, *, on: date, holidays: frozenset[date]) -> bool:
    """RM-2: overdue, or due within the next two working days: what a reminder lists, whoever called for it."""
    return on > due_on or working_days_between(on, due_on, holidays=holidays) <= max(DAYS_LEFT)


def calls_for_reminder(deadlines: Iterable[date], *, on: date, holidays: frozenset[date]) -> bool:
    """RM-2: one mail a morning for all that is owed, on a day that is a reminder day of one of them."""
    return any(is_reminder_day(due_on, on=on, holidays=holidays) for due_on in deadlines)
