"""What is added up over many recommendations: time to implement, silence, responses. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.choices import Precision
from core.rules.dates import ReviewState, add_months, last_possible_day, review_state
from recommendations.choices import ResponseDecision

SILENT_MONTHS = 6
ONE_DAY = timedelta(days=1)
# A month has 1461/48 days: no floats, so that no figure depends on a machine.
DAYS_48_MONTHS = 1461


@dataclass(frozen=True, slots=True)
class Span:
    """How long something took, in days; ``is_exact`` where both days are known."""

    days: int
    is_exact: bool

    @property
    def words(self) -> str:
        """T-4: “408 days”; “about 13 months” where a date is known only to the month or year."""
        if self.is_exact:
            return _counted(self.days, "day")
        months = (2 * 48 * self.days + DAYS_48_MONTHS) // (2 * DAYS_48_MONTHS)
        return f"about {_counted(months, 'month')}" if months else "less than a month"


def first_possible_day(day: date, precision: str = Precision.DAY) -> date:
    """T-4: the beginning of the month or year that a day of that precision stands for."""
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return date(day.year, 1, 1) if precision == Precision.YEAR else day


def time_to_implement(
    received_on: date | None,
    received_precision: str,
    implemented_on: date | None,
    implemented_precision: str,
) -> Span | None:
    """RU-1: from the report's receipt to the change to *implemented*; None where either has no date.

    Of a month or a year its middle is taken. What was implemented before the report came took no time.
    """
    known = Precision.DAY, Precision.MONTH, Precision.YEAR
    if received_on is None or implemented_on is None:
        return None
    if received_precision not in known or implemented_precision not in known:
        return None
    shortest = first_possible_day(implemented_on, implemented_precision) - last_possible_day(
        received_on, received_precision
    )
    longest = last_possible_day(implemented_on, implemented_precision) - first_possible_day(
        received_on, received_precision
    )
    is_exact = received_precision == implemented_precision == Precision.DAY
    return Span(max(0, (shortest.days + longest.days) // 2), is_exact)


def median_span(spans: Iterable[Span]) -> Span | None:
    """RU-1: the middle one; of an even number the mean of the two in the middle, rounded half up.

    It is exact only where all are. None of none.
    """
    found = list(spans)
    if not found:
        return None
    days = sorted(span.days for span in found)
    low, high = days[(len(days) - 1) // 2], days[len(days) // 2]
    return Span((low + high + 1) // 2, all(span.is_exact for span in found))


class Hearing(StrEnum):
    """Whether anything has been heard of an open recommendation in the last six months (RU-2)."""

    SILENT = "silent"
    FRESH = "fresh"
    UNDATED = "undated"


def silent_from(day: date, precision: str = Precision.DAY) -> date:
    """RU-2: the first day on which news of that day is more than six months old; of a month, of its last day."""
    return add_months(last_possible_day(day, precision), SILENT_MONTHS) + ONE_DAY


def hearing_on(
    on: date,
    *,
    has_progress: bool,
    reported_on: date | None,
    reported_precision: str,
    asked_on: date | None,
    asked_precision: str,
) -> Hearing:
    """RU-2: silence is counted from the latest progress; without any, from the day on which it was asked.

    Where that day is not known, neither is the silence.
    """
    day, precision = (reported_on, reported_precision) if has_progress else (asked_on, asked_precision)
    if day is None or precision == Precision.UNKNOWN:
        return Hearing.UNDATED
    return Hearing.SILENT if on >= silent_from(day, precision) else Hearing.FRESH


@dataclass(frozen=True, slots=True)
class Bounds:
    """Dates before these ended, with their month or year, by a day: the rule as conditions for a database."""

    day: date
    month: date
    year: date


def ended_by(day: date) -> Bounds:
    """T-4: ``last_possible_day(d, precision) <= day`` is ``d < bound`` for the precision's bound."""
    after = day + ONE_DAY
    return Bounds(day=after, month=after.replace(day=1), year=date(after.year, 1, 1))


def latest_silent_day(on: date) -> date:
    """RU-2: news of this day or before is more than six months old on the day."""
    day = add_months(on, -SILENT_MONTHS)
    while silent_from(day) > on:
        day -= ONE_DAY
    while silent_from(day + ONE_DAY) <= on:
        day += ONE_DAY
    return day


# RU-3: the latest answer of each who answers; where they differ, the most cautious one counts.
MOST_CAUTIOUS_FIRST = (ResponseDecision.REJECTED, ResponseDecision.IN_PART, ResponseDecision.ACCEPTED)


class ReviewCount(StrEnum):
    """Where a recommendation is counted among the reviews (T-7)."""

    RECORDED = "recorded"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_KNOWN = "not-known"
    NOT_EXPECTED = "not-expected"


def review_counted(
    due_on: date | None, precision: str, *, on: date, reviewed_on: date | None, is_closed: bool = False
) -> ReviewCount:
    """T-7: recorded, still to come, overdue, or of a report whose day nobody knows; of what is closed none is due."""
    if reviewed_on is not None:
        return ReviewCount.RECORDED
    if is_closed:
        return ReviewCount.NOT_EXPECTED
    if due_on is None or precision == Precision.UNKNOWN:
        return ReviewCount.NOT_KNOWN
    is_overdue = review_state(due_on, precision, today=on) is ReviewState.OVERDUE
    return ReviewCount.OVERDUE if is_overdue else ReviewCount.DUE


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
