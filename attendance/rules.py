"""How attendance is counted (A-1 to A-3), when a quorum is there (Q-1 to Q-3), and how guests are read (A-4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from operator import add
from typing import Self

from attendance.choices import AttendanceState
from core.rules.dates import MONTHS, FinancialYear, add_months
from core.rules.shares import per_cent
from core.rules.text import one_line

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
        return Tally(*map(add, astuple(self), astuple(other)))


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


def seats_needed(*, number: int | None, share: str, seats: int) -> int | None:
    """Q-1: the body's number, or its part of the seats current on the day, rounded up to whole seats.

    None where the body has no such rule, or a part of seats that are not on record. At least one seat is needed.
    """
    if number is not None:
        return max(number, 1)
    if share and seats:
        return ceil(Fraction(share) * seats)
    return None


def seats_filled(states: Iterable[str], *, deputies_count: bool, online_counts: bool) -> int:
    """Q-2: seats whose member was present, and those whose member joined online or to which a deputy came, if the body
    counts these. Who left before the end was there.

    A seat has one state, so that a deputy counts only where the member is absent, and no seat counts twice.
    """
    counted = {AttendanceState.PRESENT}
    if deputies_count:
        counted.add(AttendanceState.DEPUTY)
    if online_counts:
        counted.add(AttendanceState.ONLINE)
    return sum(state in counted for state in states)


@dataclass(frozen=True)
class Quorum:
    """Q-3: a meeting has a quorum if as many seats as needed were filled.

    ``needed`` is None where no rule is on record, ``filled`` where the attendance is not.
    """

    seats: int
    needed: int | None
    filled: int | None

    @property
    def is_met(self) -> bool | None:
        """None where it can't be said."""
        return None if self.needed is None or self.filled is None else self.filled >= self.needed

    @property
    def rule_words(self) -> str:
        """Before the meeting: “9 of 26 seats make a quorum.”"""
        if self.needed is None:
            return "No quorum rule is on record."
        return f"{self.needed} of {self.seats} seats make a quorum."

    @property
    def words(self) -> str:
        """“Quorum: 9 of 26 seats needed, 14 were filled: the meeting had a quorum”."""
        if self.needed is None:
            filled = "" if self.filled is None else f"; of {self.seats} seats {_were_filled(self.filled)}"
            return f"Quorum: no rule is on record{filled}"
        needed = f"Quorum: {self.needed} of {self.seats} seats needed"
        if self.filled is None:
            return f"{needed}; who was there is not on record"
        verdict = "had a quorum" if self.is_met else "had no quorum"
        return f"{needed}, {_were_filled(self.filled)}: the meeting {verdict}"


def _were_filled(filled: int) -> str:
    if filled == 0:
        return "none was filled"
    return "1 was filled" if filled == 1 else f"{filled} were filled"


# What Word leaves in front of a line of a list.
BULLET = re.compile(r"^(?:[•·*–-]\s+|\d{1,2}[.)]\s+)")
# As long as a guest's name and organisation may be on record.
LONGEST = 150


def guests_in(text: str) -> list[tuple[str, str]]:
    """A-4: name and organisation of each guest, one on each line, split at the first comma; each once.

    “Network Manager, Community Radio” is a guest of Community Radio; “A resident” has no organisation.
    """
    guests: dict[tuple[str, str], None] = {}
    for line in text.splitlines():
        name, _, organisation = BULLET.sub("", one_line(line)).partition(",")
        if name := name.strip()[:LONGEST].strip():
            guests[name, organisation.strip(" .")[:LONGEST].strip()] = None
    return list(guests)
