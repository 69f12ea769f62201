"""Working days and the clock of a meeting summary (T-1, T-2, T-3, MS-1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.rules.dates import ONE_DAY, format_weekday
from core.rules.text import counted

LONDON = ZoneInfo("Europe/London")
SUMMARY_WORKING_DAYS = 5
SATURDAY = 5

# The library's name for each nation's list, and its few names that differ from what people here say.
SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
FAMILIAR_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Diamond Jubilee of Elizabeth II": "Diamond Jubilee bank holiday",
    "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
    "State Funeral of Queen Elizabeth II": "bank holiday for the State Funeral of Queen Elizabeth II",
    "Coronation of Charles III": "bank holiday for the Coronation of King Charles III",
    "New Year Holiday": "2 January",
}


def london_day(moment: datetime) -> date:
    """T-1: the day that an aware moment falls on in London."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone does not say which day it is in London.")
    return moment.astimezone(LONDON).date()


@lru_cache(maxsize=256)
def _listed_holidays(nation: str, year: int) -> tuple[tuple[date, str], ...]:
    import holidays  # a fifth of a second to import, and most requests ask for no working day

    listed = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year)
    return tuple((day, _familiar(name)) for day, name in sorted(listed.items()))


def _familiar(name: str) -> str:
    parts = [part.removesuffix(" (observed)") for part in name.split("; ")]
    return " and ".join(FAMILIAR_NAMES.get(part, part) for part in parts)


def bank_holiday_names(nation: str, years: Iterable[int], extra: Mapping[date, str] | None = None) -> dict[date, str]:
    """T-2: the nation's bank holidays in these years with their names, and the one-off days that an admin added."""
    named = {day: name for year in sorted(set(years)) for day, name in _listed_holidays(nation, year)}
    return named | dict(extra or {})


def is_working_day(day: date, *, holidays: frozenset[date]) -> bool:
    """T-2: Monday to Friday, bank holidays excepted."""
    return day.weekday() < SATURDAY and day not in holidays


def unusual_day(day: date, *, names: Mapping[date, str]) -> str:
    """T-2: why a meeting on the day is asked about: “Saturday 16 January 2027 is at the weekend”, “Friday 26 March
    2027 is a bank holiday: Good Friday”; empty for a working day. ``names`` are the bank holidays.
    """
    if day in names:
        return f"{format_weekday(day)} {day.year} is a bank holiday: {names[day]}"
    return f"{format_weekday(day)} {day.year} is at the weekend" if day.weekday() >= SATURDAY else ""


def add_working_days(day: date, n: int, *, holidays: frozenset[date]) -> date:
    """T-2: the ``n``th working day after ``day`` (before it, if negative); ``day`` is day 0."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    remaining = abs(n)
    while remaining:
        day += step
        remaining -= is_working_day(day, holidays=holidays)
    return day


def working_days_between(start: date, end: date, *, holidays: frozenset[date]) -> int:
    """T-2: how many working days come after ``start`` up to and including ``end``; none if ``end`` is not later."""
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays=holidays) for day in days)


def summary_due_on(held_on: date, *, holidays: frozenset[date]) -> date:
    """MS-1, T-3: a summary reaches PPB members within five working days of the meeting (day 0)."""
    return add_working_days(held_on, SUMMARY_WORKING_DAYS, holidays=holidays)


def is_before_meeting(published_at: datetime, *, held_on: date) -> bool:
    """T-3: a summary can't be published before the day of its meeting."""
    return london_day(published_at) < held_on


def explain_due(
    held_on: date,
    *,
    holidays: frozenset[date],
    names: Mapping[date, str] | None = None,
    today: date | None = None,
) -> str:
    """“due Friday 2 April: 5 working days, Good Friday and Easter Monday skipped”.

    Weekends are not mentioned. The year is, where ``today`` is given and falls in another one.
    """
    due_on = summary_due_on(held_on, holidays=holidays)
    span = (held_on + timedelta(days=offset) for offset in range(1, (due_on - held_on).days))
    skipped = [day for day in span if day.weekday() < SATURDAY and day in holidays]
    words = f"due {format_weekday(due_on, today=today)}: {SUMMARY_WORKING_DAYS} working days"
    if skipped:
        words += f", {_listed([(names or {}).get(day, 'a bank holiday') for day in skipped])} skipped"
    return words


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


class SummaryState(StrEnum):
    """The states of T-3."""

    NOT_HELD = "not held yet"
    DUE = "due"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    ON_TIME = "on time"
    LATE = "late"
    NOT_REQUIRED = "not required"


@dataclass(frozen=True)
class SummaryTiming:
    """Where a summary stands against its clock.

    ``working_days`` counts the days left while it is due, and the days past while it is overdue or late. It is 0
    on the weekend after the due day: no working day has passed, though the deadline has.
    """

    state: SummaryState
    working_days: int
    words: str


def summary_timing(
    held_on: date,
    due_on: date,
    published_at: datetime | None,
    *,
    today: date,
    holidays: frozenset[date],
    names: Mapping[date, str] | None = None,
    cancelled: bool = False,
) -> SummaryTiming:
    """T-3: the state of a summary on ``today``; ``due_on`` is the deadline as recorded with the meeting."""
    if cancelled:
        return SummaryTiming(SummaryState.NOT_REQUIRED, 0, "not required: the meeting was cancelled")
    if published_at is not None:
        late = working_days_between(due_on, london_day(published_at), holidays=holidays)
        if london_day(published_at) <= due_on:
            return SummaryTiming(SummaryState.ON_TIME, 0, "published on time")
        return SummaryTiming(SummaryState.LATE, late, f"published {_past(late)} late")
    if today < held_on:
        return SummaryTiming(SummaryState.NOT_HELD, 0, "not held yet")
    if today == due_on:
        return SummaryTiming(SummaryState.DUE_TODAY, 0, "due today")
    if today > due_on:
        over = working_days_between(due_on, today, holidays=holidays)
        return SummaryTiming(SummaryState.OVERDUE, over, f"overdue by {_past(over)}")
    left = working_days_between(today, due_on, holidays=holidays)
    words = explain_due(held_on, holidays=holidays, names=names, today=today)
    if summary_due_on(held_on, holidays=holidays) != due_on:
        words = f"due {format_weekday(due_on, today=today)}"
    return SummaryTiming(SummaryState.DUE, left, words)


def _past(working_days: int) -> str:
    if working_days == 0:
        return "less than a working day"
    return counted(working_days, "working day")
