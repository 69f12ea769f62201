"""How many seats make a quorum, and whether they were filled (Q-1 to Q-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from meetings.choices import AttendanceState


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
