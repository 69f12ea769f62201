"""Attendance over a year (A-1 to A-3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from core.rules.dates import MONTHS, FinancialYear, add_months
from core.rules.shares import per_cent
from meetings.choices import AttendanceState

FIRST_YEAR, LAST_YEAR = 1990, 2100
# As a cell of the matrix prints them; what each means stands beside it for a screen reader, and in the legend.
LETTERS = {
    AttendanceState.PRESENT: "P",
    AttendanceState.ONLINE: "O",
    AttendanceState.DEPUTY: "D",
    AttendanceState.APOLOGIES: "A",
    AttendanceState.LEAVE: "L",
    AttendanceState.ABSENT: "–",
}


@dataclass(frozen=True)
class Tally:
    """A-1: how often a seat, an organisation or a meeting's seats were there, of the times that are on record."""

    present: int = 0
    deputy: int = 0
    apologies: int = 0
    absent: int = 0
    online: int = 0
    leave: int = 0

    @classmethod
    def of(cls, states: Iterable[str]) -> Self:
        states = list(states)
        return cls(**{state.value: states.count(state.value) for state in AttendanceState})

    @property
    def recorded(self) -> int:
        return self.filled + self.apologies + self.leave + self.absent

    @property
    def filled(self) -> int:
        """A-1: who joined online, and a deputy, fill the seat; leave of absence does not."""
        return self.present + self.online + self.deputy

    @property
    def percent(self) -> int | None:
        """A-1: filled of recorded, rounded half up; None where nothing is on record."""
        return per_cent(self.filled, self.recorded)

    @property
    def rate(self) -> str:
        return "no record" if self.percent is None else f"{self.percent}%"

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.present + other.present,
            self.deputy + other.deputy,
            self.apologies + other.apologies,
            self.absent + other.absent,
            self.online + other.online,
            self.leave + other.leave,
        )


@dataclass(frozen=True, order=True)
class Year:
    """A-2: a financial year (“2026/27”) or a calendar year (“2026”) over which something is counted."""

    first_day: date
    last_day: date
    label: str
    slug: str

    @classmethod
    def financial(cls, year: FinancialYear) -> Self:
        return cls(year.first_day, year.last_day, year.label, year.slug)

    @classmethod
    def calendar(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31), str(year), str(year))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From “2026-27”, “2026/27” or “2026”; ``DateRefused`` for anything else."""
        if re.fullmatch(r"\d{4}", text, re.ASCII) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return cls.calendar(int(text))
        return cls.financial(FinancialYear.parse(text))

    @property
    def is_financial(self) -> bool:
        return self.first_day.year != self.last_day.year

    def __str__(self) -> str:
        return self.label


def quarter_of(day: date, year: Year) -> str:
    """A-3: the quarter of the year that a day falls in: “Quarter 3, October to December 2026”.

    A financial year's first quarter begins in April.
    """
    months = (day.year - year.first_day.year) * 12 + day.month - year.first_day.month
    first = add_months(year.first_day, months // 3 * 3)
    last = add_months(first, 2)
    return f"Quarter {months // 3 + 1}, {MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"
