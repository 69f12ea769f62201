"""What the text of a cell means: a day, a word for a choice, a text of a certain length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import TypeVar

from django.db.models import TextChoices

from core.rules.date_input import HalfOfDayMissing, NotATime, parse_typed_date, parse_typed_time
from core.rules.dates import DateRefused, check_sensible_date, format_date
from core.rules.text import compare_key, one_line

V = TypeVar("V")
# Of the days from 1982 to 2173.
SERIAL_NUMBER = re.compile(r"[3-9]\d{4}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,6})?", re.ASCII)
LARGEST_WHOLE = 32_767
# From a text that is not empty, and the day on which it is read. Raises ``CellRefused``.
Parse = Callable[[str, date], V]


class CellRefused(ValueError):
    """Why the text of a cell was not taken."""


def day(text: str, today: date) -> date:
    """As people type it, day first (I-9)."""
    if SERIAL_NUMBER.fullmatch(text):
        raise CellRefused(f"“{text}” is how a spreadsheet counts days: format the column as a date, then save it again")
    try:
        return check_sensible_date(parse_typed_date(text), today=today)
    except DateRefused as error:
        raise CellRefused(str(error)) from error


def past_day(text: str, today: date) -> date:
    found = day(text, today)
    if found > today:
        raise CellRefused(f"{format_date(found)} has not come yet")
    return found


def time_of_day(text: str, _today: date) -> time:
    try:
        return parse_typed_time(text)
    except HalfOfDayMissing as error:
        raise CellRefused(f"enter the time with am or pm: {' or '.join(error.choices)}") from error
    except NotATime as error:
        raise CellRefused("enter a time of day, for example 14:30") from error


def whole(text: str, _today: date) -> int:
    digits = text.lstrip("0") or "0"
    # Python itself refuses to read thousands of digits.
    if not (text.isascii() and text.isdigit()) or int(digits[:9]) > LARGEST_WHOLE:
        raise CellRefused(f"enter a whole number from 0 to {LARGEST_WHOLE}")
    return int(digits)


def decimal(text: str, _today: date) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise CellRefused("enter a number without separators, for example 1234.5")
    return Decimal(text)


def choice(words: Mapping[str, V], *, known: Iterable[str] = ()) -> Parse[V]:
    """One of the words, whatever their case; ``known`` are those that a refusal lists, if not all."""
    by_key = {compare_key(word): value for word, value in words.items()}
    listed = ", ".join(known or words)

    def parse(text: str, _today: date) -> V:
        if compare_key(text) not in by_key:
            raise CellRefused(f"the word is not known. Known are {listed}")
        return by_key[compare_key(text)]

    return parse


def choice_of(choices: type[TextChoices]) -> Parse[str]:
    """One of the choices, by its value or its label."""
    words = {word: str(one.value) for one in choices for word in (one.value, one.label)}
    return choice(words, known=[one.label for one in choices])


def text(at_most: int) -> Parse[str]:
    def parse(words: str, _today: date) -> str:
        if len(words) > at_most:
            raise CellRefused(f"the text is longer than {at_most:,} characters")
        return words

    return parse


def name(at_most: int) -> Parse[str]:
    """On one line."""

    def parse(words: str, _today: date) -> str:
        if len(one_line(words)) > at_most:
            raise CellRefused(f"the name is longer than {at_most:,} characters")
        return one_line(words)

    return parse
