"""When a body should meet (C-1 to C-3), and what a calendar program is told of a meeting (C-4, C-5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import islice

from core.rules.dates import MONTHS, ONE_DAY, Cadence, add_months, format_weekday
from core.rules.working_days import LONDON, SATURDAY

MONTHS_IN_A_YEAR = 12
WEEKS_IN_A_YEAR = 52
DAYS_IN_A_YEAR = 365.25
LAST = -1
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WEEK = timedelta(days=7)
# How far, in weeks, a meeting is moved for a bank holiday before another day of the week is tried.
WEEKS_TRIED = (-1, 1, -2, 2)


@dataclass(frozen=True)
class MonthlyPattern:
    """C-1: “the third Wednesday of every third month”; ``nth`` is 1 to 4, or ``LAST``."""

    nth: int
    weekday: int
    every: int = 1

    def __str__(self) -> str:
        day = f"the {ORDINALS[self.nth]} {WEEKDAYS[self.weekday]} of"
        return f"{day} each month" if self.every == 1 else f"{day} every {self.every} months"

    def days(self, first: date, last: date) -> Iterator[date]:
        month = first.replace(day=1)
        while month <= last:
            day = self._in_month(month)
            if first <= day <= last:
                yield day
            # A first month whose day has passed does not count: the next month may be the first.
            month = add_months(month, 1 if day < first else self.every)

    def _in_month(self, month: date) -> date:
        if self.nth == LAST:
            end = add_months(month, 1) - ONE_DAY
            return end - timedelta(days=(end.weekday() - self.weekday) % 7)
        return month + timedelta(days=(self.weekday - month.weekday()) % 7) + (self.nth - 1) * WEEK


@dataclass(frozen=True)
class WeeklyPattern:
    """C-1: “every tenth Wednesday”."""

    weekday: int
    every: int = 1

    def __str__(self) -> str:
        day = WEEKDAYS[self.weekday]
        return f"every {day}" if self.every == 1 else f"a {day} every {self.every} weeks"

    def days(self, first: date, last: date) -> Iterator[date]:
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        while day <= last:
            yield day
            day += self.every * WEEK


Pattern = MonthlyPattern | WeeklyPattern


def usual_pattern(cadence: Cadence, *, nth: int, weekday: int) -> Pattern:
    """C-1: whole months between two meetings where the cadence allows it (4 times a year), else whole weeks."""
    months, left_over = divmod(MONTHS_IN_A_YEAR * cadence.years, cadence.times)
    if left_over == 0:
        return MonthlyPattern(nth, weekday, months)
    return WeeklyPattern(weekday, max(1, WEEKS_IN_A_YEAR * cadence.years // cadence.times))


def place_in_month(day: date) -> tuple[int, int]:
    """Which weekday of its month a day is: (3, 2) for a third Wednesday; a fifth one counts as the last."""
    nth = (day.day - 1) // 7 + 1
    return (LAST if nth > max(ORDINALS) else nth), day.weekday()


@dataclass(frozen=True)
class Proposal:
    """C-2: a day that is proposed, and the bank holiday that it was moved from, if it was."""

    day: date
    planned: date
    holiday: str = ""

    @property
    def words(self) -> str:
        """“Friday 25 December is a bank holiday (Christmas Day): moved to Friday 18 December”; empty if not moved."""
        if not self.holiday:
            return ""
        return f"{format_weekday(self.planned)} is a bank holiday ({self.holiday}): moved to {format_weekday(self.day)}"


def propose_days(
    pattern: Pattern, *, first: date, last: date, names: Mapping[date, str], at_most: int
) -> list[Proposal]:
    """C-2: the days of the pattern within the period, in order, none of them a bank holiday.

    ``names`` are the bank holidays. A day that is one moves a week forward or back, then two, then to the nearest
    working day; never beyond its neighbours or the period. One that finds no such day is left out.
    """
    planned = list(islice(pattern.days(first, last), at_most))
    proposed: list[Proposal] = []
    for place, day in enumerate(planned):
        earliest = proposed[-1].day + ONE_DAY if proposed else first
        latest = planned[place + 1] - ONE_DAY if place + 1 < len(planned) else last
        free = _nearest_free(day, earliest=earliest, latest=latest, taken=names)
        if free is not None:
            proposed.append(Proposal(free, day, names.get(day, "")))
    return proposed


def _nearest_free(day: date, *, earliest: date, latest: date, taken: Collection[date]) -> date | None:
    by_weeks = [day + weeks * WEEK for weeks in (0, *WEEKS_TRIED)]
    reach = max((day - earliest).days, (latest - day).days, 0)
    by_days = [day + timedelta(days=step) for far in range(1, reach + 1) for step in (-far, far)]
    for candidate in (*by_weeks, *by_days):
        if earliest <= candidate <= latest and candidate.weekday() < SATURDAY and candidate not in taken:
            return candidate
    return None


@dataclass(frozen=True)
class CadenceState:
    """C-3: where a body stands against its cadence on a day.

    ``due_by`` is when it should have met again; None where it has never met and its beginning is not known.
    """

    cadence: Cadence
    last_met: date | None
    due_by: date | None
    next_on: date | None
    is_behind: bool


def due_after(day: date, cadence: Cadence) -> date:
    """C-3: the day by which a body that met on ``day`` should meet again."""
    months, left_over = divmod(MONTHS_IN_A_YEAR * cadence.years, cadence.times)
    if left_over == 0:
        return add_months(day, months)
    return day + timedelta(days=round(DAYS_IN_A_YEAR * cadence.years / cadence.times))


def cadence_state(
    cadence: Cadence, *, met: Iterable[date], planned: Iterable[date], began: date | None, on: date
) -> CadenceState:
    """C-3: a body is behind when the day by which it should have met has passed, and the meetings of the last cycle
    with those planned before yet another would be due are fewer than its cadence asks for.

    So a meeting a few days after the same day of the quarter alarms nobody, and a year without a date does. Of a body
    that began within the cycle as much is expected as its life allows, rounded down. ``met`` are days up to ``on``.
    """
    met, planned = sorted(met), sorted(planned)
    last_met = met[-1] if met else None
    start = last_met or began
    due_by = due_after(start, cadence) if start else None
    next_on = planned[0] if planned else None
    cycle_began = add_months(on, -MONTHS_IN_A_YEAR * cadence.years)
    held = sum(day > cycle_began for day in met)
    horizon = due_after(max(due_by or on, on), cadence)
    coming = sum(day <= horizon for day in planned)
    expected = cadence.times
    if began and began > cycle_began:
        expected = cadence.times * (on - began).days // (on - cycle_began).days
    is_behind = (due_by is None or due_by < on) and held + coming < expected
    return CadenceState(cadence, last_met, due_by, next_on, is_behind)


def cadence_words(state: CadenceState, *, on: date) -> str:
    """“Meets 4 times a year; last met 3 March; a meeting was due by 3 June”."""

    def written(day: date) -> str:
        words = f"{day.day} {MONTHS[day.month - 1]}"
        return words if day.year == on.year else f"{words} {day.year}"

    parts = [f"Meets {state.cadence}"]
    parts.append(f"last met {written(state.last_met)}" if state.last_met else "no meeting of it is on record")
    if state.due_by and state.next_on != on:
        parts.append(f"a meeting {'was' if state.due_by < on else 'is'} due by {written(state.due_by)}")
    if state.next_on:
        parts.append(f"next meeting {written(state.next_on)}")
    elif state.is_behind:
        parts.append("none is planned")
    return "; ".join(parts)


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
    """A named set of entries: what one address returns."""

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
