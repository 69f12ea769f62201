"""How days, periods and ages are read and written (T-4, T-5, T-6, T-7)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from core.choices import Precision
from core.rules.text import counted

FIRST_SENSIBLE_DAY = date(1990, 1, 1)
YEARS_AHEAD = 10
REVIEW_MONTHS = 12
REVIEW_WARNING_DAYS = 30
DAYS_IN_A_MONTH = 365.25 / 12
ONE_DAY = timedelta(days=1)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


# Days, months and years


def format_date(day: date | None, precision: str = Precision.DAY) -> str:
    """T-4: as much of the day as is known: “16 November 2026”, “March 2012”, “2012”, “date not known”."""
    if day is None or precision == Precision.UNKNOWN:
        return "date not known"
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_weekday(day: date, *, today: date | None = None) -> str:
    """“Friday 2 April”; the year follows where ``today`` is given and falls in another year."""
    words = f"{day:%A} {day.day} {MONTHS[day.month - 1]}"
    return words if today is None or today.year == day.year else f"{words} {day.year}"


def format_days(first: date | None, last: date | None = None, precision: str = Precision.DAY) -> str:
    """T-4: the days of a meeting: “16 to 17 November 2026”, “30 November to 1 December 2026”, “March 2012”."""
    if first is None or last is None or last == first or precision != Precision.DAY:
        return format_date(first, precision)
    start = str(first.day)
    if (first.month, first.year) != (last.month, last.year):
        start += f" {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return f"{start} to {format_date(last)}"


def format_weekdays(first: date, last: date | None = None, *, today: date | None = None) -> str:
    """“Monday 16 to Tuesday 17 November”; the year as in ``format_weekday``."""
    end = format_weekday(last or first, today=today)
    if last is None or last == first:
        return end
    start = f"{first:%A} {format_days(first, last).split(' to ')[0]}"
    return f"{start} to {end}"


def format_time(moment: datetime | time) -> str:
    """“2:30pm”, “10am”, “midday”; the moment is already in the time of the place."""
    if (moment.hour, moment.minute) in {(0, 0), (12, 0)}:
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def format_hours(starts_at: time | None, ends_at: time | None) -> str:
    """“2:30pm to 4pm”, “2:30pm” where the end is not known; empty where the start is not."""
    if starts_at is None:
        return ""
    return f"{format_time(starts_at)} to {format_time(ends_at)}" if ends_at else format_time(starts_at)


def last_possible_day(day: date, precision: str = Precision.DAY) -> date:
    """T-4: the end of the month or year that a day of that precision stands for."""
    if precision == Precision.MONTH:
        return add_months(day.replace(day=1), 1) - ONE_DAY
    if precision == Precision.YEAR:
        return date(day.year, 12, 31)
    return day


def first_possible_day(day: date, precision: str = Precision.DAY) -> date:
    """T-4: the beginning of the month or year that a day of that precision stands for."""
    if precision == Precision.MONTH:
        return day.replace(day=1)
    return date(day.year, 1, 1) if precision == Precision.YEAR else day


def bounds_of_ended(by: date) -> dict[str, date]:
    """T-4, as conditions for a database: ``last_possible_day(day, known) <= by`` is ``day < bounds[known]``."""
    after = by + ONE_DAY
    return {Precision.DAY: after, Precision.MONTH: after.replace(day=1), Precision.YEAR: date(after.year, 1, 1)}


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# Ranges: ``starts_on`` is the first day, ``ends_on`` the last day on which a thing holds (T-5)


def started_label(starts_on: date | None, precision: str = Precision.DAY) -> str:
    """T-4, T-5: “from 1 April 2008”, “from March 2012”; an unknown start is given as the first year on record."""
    if starts_on is None:
        return "start not known"
    if precision == Precision.UNKNOWN:
        return f"start not known (on record by {starts_on.year})"
    return f"from {format_date(starts_on, precision)}"


def ended_label(ends_on: date | None, precision: str = Precision.DAY) -> str:
    """T-4, T-5: “until 31 December 2011”; “ended 2012”; nothing for a thing that has not ended.

    A month or year names the period within which the end took effect, and that is the day after ``ends_on``:
    a body that was gone at some time in 2012 is kept as holding until 31 December 2011.
    """
    if precision == Precision.UNKNOWN:
        return f"end not known (last on record {ends_on.year})" if ends_on else "end not known"
    if ends_on is None:
        return ""
    if precision == Precision.DAY:
        return f"until {format_date(ends_on)}"
    return f"ended {format_date(ends_on + ONE_DAY, precision)}"


def format_range(
    starts_on: date | None,
    starts_precision: str = Precision.DAY,
    ends_on: date | None = None,
    ends_precision: str = Precision.DAY,
) -> str:
    """T-5: “from 1 April 2008 until 31 March 2011”, “from March 2012, ended November 2012”."""
    start = started_label(starts_on, starts_precision)
    end = ended_label(ends_on, ends_precision)
    return f"{start} {end}" if end.startswith("until") else ", ".join(filter(None, (start, end)))


def format_period(
    starts_on: date | None,
    starts_precision: str = Precision.DAY,
    ends_on: date | None = None,
    ends_precision: str = Precision.DAY,
) -> str:
    """T-4: a period as a document prints it, both ends included: “2006 to 2011”, “1 April 2008 to 31 March 2011”."""
    if ends_on is None or ends_precision == Precision.UNKNOWN:
        return started_label(starts_on, starts_precision)
    end = format_date(ends_on, ends_precision)
    if starts_on is None or starts_precision == Precision.UNKNOWN:
        return f"to {end}"
    start = format_date(starts_on, starts_precision)
    return start if start == end else f"{start} to {end}"


# What is accepted


class DateRefused(ValueError):
    """A date or cadence that the portal does not take; its text says why, to the person who gave it."""


def latest_sensible_day(today: date) -> date:
    """T-6: ten years ahead."""
    return add_months(today, 12 * YEARS_AHEAD)


def check_sensible_date(day: date, *, today: date) -> date:
    """T-6: the day itself, or ``DateRefused`` with the reason."""
    latest = latest_sensible_day(today)
    if not FIRST_SENSIBLE_DAY <= day <= latest:
        raise DateRefused(
            f"{format_date(day)} is not between {format_date(FIRST_SENSIBLE_DAY)} and {format_date(latest)}, "
            f"the dates that the portal keeps"
        )
    return day


@dataclass(frozen=True, order=True)
class FinancialYear:
    """T-6: 1 April to 31 March, written 2012/13 (2012-13 in addresses); ``start`` is 2012."""

    start: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From “2012/13” or “2012-13”; ``DateRefused`` for anything else."""
        match = re.fullmatch(r"([12]\d{3})[/-](\d{2})", text.strip(), re.ASCII)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise DateRefused(f"“{text}” is not a financial year, for example 2012/13")
        return cls(int(match[1]))

    @property
    def label(self) -> str:
        return f"{self.start}/{(self.start + 1) % 100:02}"

    @property
    def slug(self) -> str:
        return self.label.replace("/", "-")

    @property
    def first_day(self) -> date:
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 3, 31)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return self.label


def financial_year(day: date) -> FinancialYear:
    """T-6: the financial year that a day falls in."""
    return FinancialYear(day.year if day.month >= 4 else day.year - 1)


@dataclass(frozen=True)
class Cadence:
    """T-6: how often something happens: ``times`` in ``years``."""

    times: int
    years: int = 1

    def __post_init__(self) -> None:
        if self.times < 1 or self.years < 1:
            raise DateRefused("Enter how many times, and in how many years: both at least 1")

    def __str__(self) -> str:
        often = {1: "once", 2: "twice"}.get(self.times, f"{self.times} times")
        if self.years == 1:
            return f"{often} a year"
        return f"once every {self.years} years" if self.times == 1 else f"{often} in {self.years} years"


PLAIN_CADENCES = {"annual": 1, "annually": 1, "yearly": 1, "quarterly": 4, "monthly": 12, "weekly": 52}
TIMES_IN_YEARS = re.compile(
    r"(?P<times>once|twice|\d{1,3})(?: times?)? (?:a|per|each|(?:in|every) (?P<years>\d{1,2})) years?", re.ASCII
)


def parse_cadence(text: str) -> Cadence:
    """T-6: from “4 times a year”, “3 times in 2 years”, “once every 2 years”, “quarterly”.

    Words in *bi-* are refused: half of their readers take them for twice a year, the others for every two years.
    """
    words = " ".join(text.lower().split())
    if words.startswith("bi"):
        raise DateRefused(f"“{text}” can mean two things: enter “2 times a year” or “once every 2 years” instead")
    if words in PLAIN_CADENCES:
        return Cadence(PLAIN_CADENCES[words])
    match = TIMES_IN_YEARS.fullmatch(words)
    if not match:
        raise DateRefused(f"“{text}” does not say how often: enter for example “4 times a year”")
    times = {"once": 1, "twice": 2}.get(match["times"]) or int(match["times"])
    return Cadence(times, int(match["years"] or 1))


# Reviews and ages


class ReviewState(StrEnum):
    """Where a review stands (T-7)."""

    NOT_DUE = "not due yet"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    DONE = "reviewed"


def review_due_on(received_on: date) -> date:
    """T-7: 12 months after the report was received, with the precision of that date; 28 February after a 29th."""
    return add_months(received_on, REVIEW_MONTHS)


def review_warning_on(due_on: date) -> date:
    """T-7: the day from which the coming review is announced."""
    return due_on - timedelta(days=REVIEW_WARNING_DAYS)


def review_state(
    due_on: date, precision: str = Precision.DAY, *, today: date, reviewed_on: date | None = None
) -> ReviewState:
    """T-7: open until a review is recorded; one due “September 2013” is overdue from 1 October."""
    if reviewed_on is not None:
        return ReviewState.DONE
    if today > last_possible_day(due_on, precision):
        return ReviewState.OVERDUE
    return ReviewState.DUE_SOON if today >= review_warning_on(due_on) else ReviewState.NOT_DUE


def age_in_words(days: int) -> str:
    """“today”, “10 days”, “3 weeks”, “14 months”, “3 years”: whole units, rounded down."""
    if days < 0:
        raise ValueError("What has not happened yet has no age.")
    if days == 0:
        return "today"
    months = int(days / DAYS_IN_A_MONTH)
    if days < 14:
        return counted(days, "day")
    if months < 2:
        return counted(days // 7, "week")
    return counted(months, "month") if months < 24 else counted(months // 12, "year")


def days_ahead_in_words(days: int) -> str:
    """“today”, “tomorrow”, “in 10 days”."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
