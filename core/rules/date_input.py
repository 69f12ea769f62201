"""Dates and times as people type them: day first, digits or words; with am and pm or by 24 hours (I-2, I-9, T-6)."""

import re
from datetime import date, time

from core.choices import Precision
from core.rules.dates import MONTHS, DateRefused

YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<gap>[ ./-])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4}|\d{2})", re.ASCII)
IN_WORDS = re.compile(
    r"(?:[a-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ /-]?(?P<month>[a-z]{3,9})\.?,?[ /-]?(?P<year>\d{4}|\d{2})",
    re.ASCII,
)
YEAR = re.compile(r"\d{4}", re.ASCII)
MONTH_IN_DIGITS = re.compile(r"(?P<month>\d{1,2})[ ./-](?P<year>\d{4})", re.ASCII)
MONTH_IN_WORDS = re.compile(r"(?P<month>[a-z]{3,9})\.?,?[ /-]?(?P<year>\d{4})", re.ASCII)
SHORTEST_MONTH = 3
# Two digits are the year that the portal can keep (T-6): from 1990 on, the rest of them in this century.
FIRST_OF_LAST_CENTURY = 90

TIME = re.compile(
    r"(?P<hour>\d{1,2}?)(?:[:.]?(?P<minute>\d{2})(?:[:.]\d{2})?)?"
    r" ?(?:(?P<half>am|pm|a\.m\.?|p\.m\.?)|h(?:rs|ours)?)?",
    re.ASCII,
)
NAMED_TIMES = {"midday": time(12), "noon": time(12), "midnight": time(0)}
FIRST_OF_TWO_DIGITS, NOON, LAST_MINUTE = 10, 12, 59


class NotADate(DateRefused):
    """What was typed has no form of a date that the portal knows."""


class NoSuchDay(DateRefused):
    """It has the form of a date, but the calendar has no such day."""


class NotATime(ValueError):
    """What was typed is no time of day that the portal knows."""


class HalfOfDayMissing(NotATime):
    """It may be in the morning or in the afternoon; ``choices`` are the two, as they can be typed."""

    def __init__(self, hour: int, minute: int) -> None:
        clock = f"{hour}:{minute:02}"
        self.choices = (f"{clock}am", f"{clock}pm")
        super().__init__(f"{clock} can be in the morning or in the afternoon")


def parse_typed_date(text: str) -> date:
    """From “16 11 2026”, “16/11/26”, “2026-11-16”, “16 November 2026” or “16-Nov-26”; 3/4/2024 is 3 April.

    Raises ``NotADate`` or ``NoSuchDay``.
    """
    words = " ".join(text.lower().split())
    match = YEAR_FIRST.fullmatch(words) or DAY_FIRST.fullmatch(words) or IN_WORDS.fullmatch(words)
    if match is None:
        raise NotADate(f"“{text}” is not a date, for example 16 11 2026")
    month = int(match["month"]) if match["month"].isdigit() else _month_number(match["month"])
    if month is None:
        raise NotADate(f"“{text}” has no month, for example 16 November 2026")
    try:
        return date(_year(match["year"]), month, int(match["day"]))
    except ValueError as error:
        raise NoSuchDay(f"“{text}” is not a day of the calendar") from error


def parse_typed_period(text: str) -> tuple[date, Precision] | None:
    """The first day of “November 2026”, “11 2026” or “2026”, and whether that is a month or a year; None for the rest.

    Raises ``NoSuchDay`` for a month or year that the calendar has not.
    """
    words = " ".join(text.lower().split())
    found = MONTH_IN_WORDS.fullmatch(words) or MONTH_IN_DIGITS.fullmatch(words)
    if found is None and not YEAR.fullmatch(words):
        return None
    month: int | None = 1
    if found is not None:
        month = int(found["month"]) if found["month"].isdigit() else _month_number(found["month"])
    if month is None:
        return None
    try:
        return date(int(found["year"] if found else words), month, 1), Precision.MONTH if found else Precision.YEAR
    except ValueError as error:
        raise NoSuchDay(f"“{text}” is not a month of the calendar") from error


def parse_typed_time(text: str) -> time:
    """From “2:30pm”, “6:30 p.m.”, “6.30pm”, “14:30”, “1830”, “09.30”, “10am”, “midday”.

    An hour of one digit without am or pm, as in “1.30”, is asked about: raises ``HalfOfDayMissing``; else ``NotATime``.
    """
    words = " ".join(text.lower().split())
    if words in NAMED_TIMES:
        return NAMED_TIMES[words]
    not_a_time = NotATime(f"“{text}” is not a time, for example 2:30pm")
    match = TIME.fullmatch(words)
    if match is None or int(match["minute"] or 0) > LAST_MINUTE:
        raise not_a_time
    hour, half = int(match["hour"]), (match["half"] or "")[:1]
    minute = None if match["minute"] is None else int(match["minute"])
    if half:
        if not 1 <= hour <= NOON:
            raise not_a_time
        hour = hour % NOON + (NOON if half == "p" else 0)
    elif (minute is None and 1 <= hour <= NOON) or (1 <= hour < FIRST_OF_TWO_DIGITS and len(match["hour"]) == 1):
        raise HalfOfDayMissing(hour, minute or 0)
    elif minute is None:
        raise not_a_time
    try:
        return time(hour, minute or 0)
    except ValueError as error:
        raise not_a_time from error


def _year(digits: str) -> int:
    if len(digits) > len("26"):
        return int(digits)
    return int(digits) + (1900 if int(digits) >= FIRST_OF_LAST_CENTURY else 2000)


def _month_number(name: str) -> int | None:
    if name == "sept":
        return 9
    found = [number for number, month in enumerate(MONTHS, start=1) if _is_short_for(name, month.lower())]
    return found[0] if found else None


def _is_short_for(name: str, month: str) -> bool:
    return name in {month, month[:SHORTEST_MONTH]}
