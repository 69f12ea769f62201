"""What a calendar program is told of a meeting (C-4, C-5)."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from core.rules.dates import ONE_DAY
from core.rules.working_days import LONDON

# Where no end is on record: calendar programs show a meeting without length as a thin line, or not at all.
USUAL_LENGTH = timedelta(hours=2)
SHORTEST = timedelta(minutes=5)

Moment = date | datetime


def span_in_calendar(
    held_on: date, *, ends_on: date | None, starts_at: time | None, ends_at: time | None
) -> tuple[Moment, Moment]:
    """C-4: when an entry starts and ends: moments in UTC, or whole days where no start is on record.

    The end of whole days is the day after the last, as RFC 5545 has it. A meeting without an end lasts two hours; one
    of several days without both times is of whole days.
    """
    last = ends_on or held_on
    if starts_at is None or (last != held_on and ends_at is None):
        return held_on, last + ONE_DAY
    start = _moment(held_on, starts_at)
    end = _moment(last, ends_at) if ends_at else start + USUAL_LENGTH
    # In the night that summer time begins an hour is missing, and an end after the start can come before it.
    return start, max(end, start + SHORTEST)


def _moment(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time.replace(microsecond=0), LONDON).astimezone(UTC)


@dataclass(frozen=True)
class Entry:
    """One meeting as a calendar shows it; ``status`` is a word of RFC 5545."""

    uid: str
    sequence: int
    changed_at: datetime
    starts: Moment
    ends: Moment
    title: str
    status: str
    description: str
    place: str
    url: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Calendar:
    """A named set of entries: what one address answers."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def mark(self) -> str:
        """C-5: another one whenever anything in the calendar is another, so that nothing unchanged is sent twice."""
        content = repr((self.name, [astuple(entry) for entry in self.entries]))
        return sha256(content.encode()).hexdigest()[:32]

    @property
    def changed_at(self) -> datetime | None:
        """When the latest of its entries changed."""
        return max((entry.changed_at for entry in self.entries), default=None)
