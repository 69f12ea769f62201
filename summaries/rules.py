"""The share of summaries that came on time (L-1), and when officers are reminded of one (RM-1, RM-2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Self

from core.rules.shares import per_cent
from core.rules.working_days import LONDON, SummaryState, is_working_day, working_days_between


@dataclass(frozen=True)
class Punctuality:
    """L-1: how many summaries came on time, came late, are overdue, or are still within their deadline (T-3)."""

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    open: int = 0

    @classmethod
    def of(cls, states: Iterable[SummaryState]) -> Self:
        """A meeting that has not been held, or was off, owes nothing and is not counted."""
        count = Counter(states)
        return cls(
            on_time=count[SummaryState.ON_TIME],
            late=count[SummaryState.LATE],
            overdue=count[SummaryState.OVERDUE],
            open=count[SummaryState.DUE] + count[SummaryState.DUE_TODAY],
        )

    @property
    def total(self) -> int:
        return self.settled + self.open

    @property
    def settled(self) -> int:
        """L-1: published, or past its deadline without: what the share is a share of."""
        return self.on_time + self.late + self.overdue

    @property
    def percent(self) -> int | None:
        """L-1: on time of all that is settled, rounded half up; None where nothing is."""
        return per_cent(self.on_time, self.settled)

    @property
    def rate(self) -> str:
        return "none due yet" if self.percent is None else f"{self.percent}%"


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


def outcome_words(*, agreed: int, done: int, still_open: int) -> str:
    """What came of a meeting's actions: “3 actions: 1 done, 2 open”; empty where none were agreed."""
    dropped = agreed - done - still_open
    counts = ((done, "done"), (still_open, "open"), (dropped, "no longer needed"))
    if not agreed:
        return ""
    actions = "1 action" if agreed == 1 else f"{agreed} actions"
    return f"{actions}: {', '.join(f'{number} {words}' for number, words in counts if number)}"
