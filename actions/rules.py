"""How old an action is: the time since the meeting that agreed it."""

from __future__ import annotations

from datetime import date

from core.rules.dates import ONE_DAY, add_months

# Name in addresses, words, and from how many months on; the last band has no end.
AGE_BANDS = (
    ("new", "Less than 3 months old", 0),
    ("months-3", "3 to 6 months old", 3),
    ("months-6", "6 to 12 months old", 6),
    ("year", "A year old or more", 12),
)
UNKNOWN_AGE = "Age not known"


def agreed_between(band: str, *, today: date) -> tuple[date | None, date | None]:
    """AC-1: the first and the last day on which an action of the band was agreed; None leaves that end open."""
    starts = [months for _, _, months in AGE_BANDS]
    place = [name for name, _, _ in AGE_BANDS].index(band)
    last = add_months(today, -starts[place]) if starts[place] else None
    if place + 1 == len(starts):
        return None, last
    # Agreed three months ago to the day is three months old: the younger band begins the day after.
    return add_months(today, -starts[place + 1]) + ONE_DAY, last


def age_band(agreed_on: date | None, *, today: date) -> str:
    """AC-1: the words of the band that an action agreed on the day is in."""
    if agreed_on is None:
        return UNKNOWN_AGE
    reached = [words for _, words, months in AGE_BANDS if agreed_on <= add_months(today, -months)]
    return reached[-1] if reached else AGE_BANDS[0][1]
