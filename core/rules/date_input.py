"""Dates as people type them: day first, digits or words (I-2, T-6)."""

import re
from datetime import date

from core.rules.dates import MONTHS, DateRefused

YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<gap>[ ./-])(?P<month>\d{1,2})(?P=gap)(?P<year>\d{4})", re.ASCII)
IN_WORDS = re.compile(
    r"(?:[a-z]{3,9},? )?(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII
)
SHORTEST_MONTH = 3


class NotADate(DateRefused):
    """What was typed has no form of a date that the portal knows."""


class NoSuchDay(DateRefused):
    """It has the form of a date, but the calendar has no such day."""


def parse_typed_date(text: str) -> date:
    """From “16 11 2026”, “16/11/2026”, “2026-11-16”, “16 November 2026” or “16 Nov 2026”; 3/4/2024 is 3 April.

    Raises ``NotADate`` or ``NoSuchDay``. Years have four digits: nobody can tell what 11/12/13 is.
    """
    words = " ".join(text.lower().split())
    match = YEAR_FIRST.fullmatch(words) or DAY_FIRST.fullmatch(words) or IN_WORDS.fullmatch(words)
    if match is None:
        raise NotADate(f"“{text}” is not a date, for example 16 11 2026")
    month = int(match["month"]) if match["month"].isdigit() else _month_number(match["month"])
    if month is None:
        raise NotADate(f"“{text}” has no month, for example 16 November 2026")
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError as error:
        raise NoSuchDay(f"“{text}” is not a day of the calendar") from error


def _month_number(name: str) -> int | None:
    if name == "sept":
        return 9
    found = [number for number, month in enumerate(MONTHS, start=1) if _is_short_for(name, month.lower())]
    return found[0] if found else None


def _is_short_for(name: str, month: str) -> bool:
    return name in {month, month[:SHORTEST_MONTH]}
