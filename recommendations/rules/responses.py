"""The two months in which a council's executive answers a report. Pure: no Django, no clock."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.choices import Precision
from core.rules.dates import ONE_DAY, add_months, format_date, last_possible_day

RESPONSE_MONTHS = 2
SOON = timedelta(days=14)


class ClockState(StrEnum):
    """Where the executive's answer to a report stands (SC-4)."""

    NOT_RUNNING = "not running"
    DUE = "due"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    ON_TIME = "answered on time"
    LATE = "answered late"
    ANSWERED = "answered"


CLOCK_TONES = {
    ClockState.NOT_RUNNING: "grey",
    ClockState.DUE: "blue",
    ClockState.DUE_SOON: "amber",
    ClockState.OVERDUE: "red",
    ClockState.ON_TIME: "green",
    ClockState.LATE: "amber",
    ClockState.ANSWERED: "green",
}
OPEN_STATES = frozenset((ClockState.DUE, ClockState.DUE_SOON, ClockState.OVERDUE))


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """State, last day and days late; ``due_on`` is None where the clock does not run."""

    state: ClockState
    due_on: date | None
    days_late: int = 0

    @property
    def tone(self) -> str:
        return CLOCK_TONES[self.state]

    @property
    def label(self) -> str:
        """“overdue by 3 days”: what a tag says."""
        if self.state is ClockState.OVERDUE:
            return f"overdue by {_days(self.days_late)}"
        return f"answered {_days(self.days_late)} late" if self.state is ClockState.LATE else self.state.value

    @property
    def words(self) -> str:
        """A whole sentence; empty where the clock does not run."""
        if self.due_on is None:
            return ""
        verb = "is" if self.state in (ClockState.DUE, ClockState.DUE_SOON) else "was"
        return f"The last day for the executive’s answer {verb} {format_date(self.due_on)}."

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


NOT_RUNNING = ResponseClock(ClockState.NOT_RUNNING, None)


def last_day_to_respond(received_on: date, precision: str = Precision.DAY) -> date:
    """SC-4: two months that begin with the day of receipt: received 8 November, last day 7 January.

    Of “November 2012” its last day is taken, as no earlier one can be held against the executive. Where the second
    month has no such day, its last day ends the two months.
    """
    first = last_possible_day(received_on, precision)
    same_day = add_months(first, RESPONSE_MONTHS)
    is_shorter = first.day > monthrange(same_day.year, same_day.month)[1]
    return same_day if is_shorter else same_day - ONE_DAY


def response_clock(
    received_on: date | None,
    precision: str = Precision.DAY,
    *,
    on: date,
    answered_on: date | None = None,
    is_answered: bool = False,
) -> ResponseClock:
    """SC-4: as at the day; ``is_answered`` without a day is an answer of which the day is not known."""
    if received_on is None or precision == Precision.UNKNOWN or received_on > on:
        return NOT_RUNNING
    due_on = last_day_to_respond(received_on, precision)
    if answered_on is not None and answered_on <= on:
        late = (answered_on - due_on).days
        return ResponseClock(ClockState.LATE if late > 0 else ClockState.ON_TIME, due_on, max(late, 0))
    if is_answered and answered_on is None:
        return ResponseClock(ClockState.ANSWERED, due_on)
    if on > due_on:
        return ResponseClock(ClockState.OVERDUE, due_on, (on - due_on).days)
    return ResponseClock(ClockState.DUE_SOON if due_on - on <= SOON else ClockState.DUE, due_on)


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
