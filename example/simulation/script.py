"""What happens in a simulated year: which body meets when, and what becomes of each meeting. No chance is involved.

The ledger kept here is counted apart from the portal, in its own way, so that the two can be held against each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5
DEADLINE = 5
REMINDED_ON = (3, 4, 5)


class Fate(StrEnum):
    PUBLISHED = "published"
    FORGOTTEN = "never published"
    CANCELLED = "cancelled"
    MOVED = "moved to another day"
    POSTPONED = "postponed without a new day"


# What becomes of the meetings, by their place in the year; the others are published.
FATES = {3: Fate.CANCELLED, 9: Fate.MOVED, 14: Fate.POSTPONED, 17: Fate.FORGOTTEN}
# On which working day after the meeting each summary is published, in turn; up to the fifth is on time.
PUBLISHED_AFTER = (2, 5, 3, 4, 8, 1, 12)
# Month and day of the first of a body's four meetings; the others follow every three months. These run into Easter,
# the May and August bank holidays, Christmas and the end of the year.
BOARD_MEETS = (5, 18)
SSPS_MEET = ((4, 1), (5, 4), (6, 21), (4, 22), (5, 26))
MOVED_BY = timedelta(days=14)


@dataclass
class Planned:
    """One meeting of the script, and what the ledger knows of it."""

    number: int
    body: str
    held_on: date
    fate: Fate
    publish_on: date = date.max
    due_on: date = date.max
    published_on: date | None = None

    @property
    def is_off(self) -> bool:
        return self.fate in (Fate.CANCELLED, Fate.POSTPONED)

    @property
    def is_on_time(self) -> bool:
        return self.published_on is not None and self.published_on <= self.due_on


@dataclass
class Ledger:
    """What the year amounts to, counted while it is played."""

    holidays: set[date]
    meetings: list[Planned]
    summaries_to: int = 0
    reminders: int = 0
    asked: int = 0
    shared: int = 0
    comments: int = 0
    states: dict[str, dict[str, int]] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def working_day_after(self, day: date, number: int) -> date:
        while number:
            day += ONE_DAY
            number -= self.is_working(day)
        return day

    def working_days_since(self, start: date, day: date) -> int:
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (day - start).days + 1))

    def set_days(self, meeting: Planned) -> None:
        """The deadline, and the day of publication, of a meeting whose day or calendar has changed."""
        meeting.due_on = self.working_day_after(meeting.held_on, DEADLINE)
        after = PUBLISHED_AFTER[meeting.number % len(PUBLISHED_AFTER)]
        meeting.publish_on = self.working_day_after(meeting.held_on, after)

    def is_reminder_due(self, day: date) -> bool:
        """Whether any summary that is open that morning calls for a reminder, counted from the meeting."""
        return self.is_working(day) and any(self._calls(one, day) for one in self.meetings if self._is_open(one, day))

    def _is_open(self, meeting: Planned, day: date) -> bool:
        return not meeting.is_off and meeting.held_on <= day and meeting.published_on is None

    def _calls(self, meeting: Planned, day: date) -> bool:
        since = self.working_days_since(meeting.held_on, day)
        over = since - DEADLINE
        return since in REMINDED_ON or (0 < over < 130 and over % 5 == 1)


def year_of_meetings(start: int, holidays: set[date]) -> Ledger:
    """The meetings of the financial year that begins in April of ``start``, in order of their days."""
    ledger = Ledger(holidays=holidays, meetings=[])
    firsts = {"board": BOARD_MEETS} | {f"ssp-{n}": first for n, first in enumerate(SSPS_MEET, start=1)}
    days = []
    for body, (month, day) in firsts.items():
        for later in range(4):
            years, months = divmod(month - 1 + 3 * later, 12)
            meets = date(start + years, months + 1, day)
            days.append((meets if ledger.is_working(meets) else ledger.working_day_after(meets, 1), body))
    for number, (held_on, body) in enumerate(sorted(days)):
        meeting = Planned(number, body, held_on, FATES.get(number, Fate.PUBLISHED))
        ledger.set_days(meeting)
        ledger.meetings.append(meeting)
    return ledger
