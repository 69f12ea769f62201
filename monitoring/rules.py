"""DI-1: which recommendations a text mentions. Pure: no Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.choices import Precision
from core.rules.dates import first_possible_day

# A shorter title, such as “Annual report”, is said without the recommendation being meant.
FEWEST_WORDS_OF_A_TITLE = 4
LONGEST_WORDS_SHOWN = 300
# “Recommendations 1–200” is no list of recommendations.
LONGEST_RANGE = 40

# No year, no paragraph (“6.15”) and no part of a longer number.
_NUMBER = r"(?<!\d)(?<!\d\.)\d{1,3}(?!\d|\.\d|,\d{3}|%)"
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|to)\s*{_NUMBER})?"
_BETWEEN = r"\s*(?:,\s*and|,\s*&|,|and|&)\s*"
# After the singular comes one number, or a range: what follows “recommendation 6, ” need not be another.
_ONE = re.compile(rf"\brec(?:ommendation|\.)?\s*(?:no\.?\s*|number\s+)?({_RANGE})", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"\brec(?:ommendations|s\.?)\s*(?:nos?\.?\s*|numbers\s+)?({_RANGE}(?:{_BETWEEN}{_RANGE})*)", re.IGNORECASE
)
_PART = re.compile(rf"({_NUMBER})(?:\s*(?:[-–—]|to)\s*({_NUMBER}))?", re.IGNORECASE)
ABBREVIATED = ("rec.", "recs.", "no.", "nos.")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Mentionable:
    """A recommendation that a text may mean: ``key`` tells it apart, ``report`` the report that it belongs to."""

    key: int
    number: int
    title: str
    report: int
    report_title: str


def mentions(text: str, known: Sequence[Mentionable], *, meant: Iterable[int]) -> dict[int, str]:
    """Key of each recommendation that the text mentions, to the words in which it does.

    ``meant`` are the reports of which the meeting may speak. A number alone counts where that is one, or where the
    text names one report, which then goes before; a title counts by itself if it has at least four words.
    """
    found: dict[int, str] = {}
    report = _report_named(text, known) or _only(meant)
    by_number = {one.number: one.key for one in known if one.report == report}
    for number, place in numbers_in(text):
        if number in by_number and by_number[number] not in found:
            found[by_number[number]] = words_at(text, place)
    for one in known:
        title_at = place_of(one.title, text) if len(one.title.split()) >= FEWEST_WORDS_OF_A_TITLE else None
        if title_at is not None:
            found.setdefault(one.key, words_at(text, title_at))
    return found


def numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """The numbers that the text says of recommendations, each with its place; “6–8” is three of them."""
    matches = [*_SEVERAL.finditer(text), *_ONE.finditer(text)]
    for match in sorted(matches, key=lambda one: one.start()):
        for part in _PART.finditer(match[1]):
            first = int(part[1])
            last = int(part[2]) if part[2] else first
            if first <= last < first + LONGEST_RANGE:
                for number in range(first, last + 1):
                    yield number, match.start()


def place_of(title: str, text: str) -> int | None:
    """Where the text has the title, whatever its capitals and spaces; None where it has not."""
    words = [re.escape(word) for word in _plain(title).split()]
    if not words:
        return None
    match = re.search(r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)", _plain(text))
    return match.start() if match else None


def words_at(text: str, place: int) -> str:
    """The sentence at that place, cut to what can be shown."""
    starts = [0, *(match.end() for match in _END_OF_SENTENCE.finditer(text))]
    # “Rec. 9” does not end a sentence.
    start = max((one for one in starts if one <= place), default=0)
    later = (match.start() for match in _END_OF_SENTENCE.finditer(text, place))
    end = next((one for one in later if not text[max(start, one - 5) : one].lower().endswith(ABBREVIATED)), None)
    sentence = " ".join(text[start:end].split())
    if len(sentence) <= LONGEST_WORDS_SHOWN:
        return sentence
    return sentence[: LONGEST_WORDS_SHOWN - 1].rsplit(" ", 1)[0] + "…"


def _report_named(text: str, known: Sequence[Mentionable]) -> int | None:
    """The one report whose title stands in the text; None where none or several do."""
    titles = {one.report: one.report_title for one in known}
    return _only(report for report, title in titles.items() if place_of(title, text) is not None)


def _only(reports: Iterable[int]) -> int | None:
    found = set(reports)
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    """Compared case-folded, in the same places as the text (I-4)."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).casefold()
    return folded if len(folded) == 1 else character


def review_holds_open(due_on: date | None, precision: str, *, reviewed_on: date | None, on: date) -> bool:
    """T-7: whether on the day the review had come and was not recorded; “September 2013” comes on its first day."""
    if due_on is None or precision == Precision.UNKNOWN or reviewed_on is not None:
        return False
    return first_possible_day(due_on, precision) <= on
