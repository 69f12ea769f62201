"""A report as numbered paragraphs, and the way that it goes from draft to partnership. Pure: no Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.choices import Precision
from core.rules.dates import format_date, last_possible_day
from core.rules.text import clean_text
from scrutiny.choices import ReportStage, StageOutcome

# “6” and “6.” head a section; “6.15” is a paragraph of it. A year has four digits, and is no number of a paragraph.
NUMBER = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})(?P<point>\.?)", re.ASCII)
NUMBERED_LINE = re.compile(rf"\s*{NUMBER.pattern}(?:[ \t\u00a0]+(?P<text>.*))?", re.ASCII)
SOUNDS_RECOMMENDED = re.compile(r"\b(?:recommend|should\b)", re.IGNORECASE)
LONGEST_NUMBER, LONGEST_TEXT = 12, 8000

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """One paragraph or heading of a pasted text; ``line`` is where its number stood, counted from 1.

    ``gap_after`` is the number before it where one between the two is missing; empty else.
    """

    line: int
    number: str
    text: str
    gap_after: str = ""

    @property
    def is_heading(self) -> bool:
        """A number without a point in it heads a section."""
        return "." not in self.number

    @property
    def sounds_recommended(self) -> bool:
        """Whether its words are those of a recommendation; a person decides whether it is one."""
        return not self.is_heading and SOUNDS_RECOMMENDED.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of a pasted text; its text says so to whoever pasted it."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


def is_number(text: str) -> bool:
    """Whether it is a paragraph's number as printed: “6”, “6.15”, “6.15.2”."""
    match = NUMBER.fullmatch(text)
    return match is not None and not match["point"] and len(text) <= LONGEST_NUMBER


def number_key(number: str) -> Key:
    """Numbers sort as numbers: 6.9 before 6.10."""
    return tuple(int(part) for part in number.split("."))


def follows(number: Key, after: Key) -> bool:
    """SC-3: nothing is missing between the two: 6.2 or 6.1.1 or 7 or 7.1 come after 6.1, and nothing else does."""
    same = next((place for place, (a, b) in enumerate(zip(number, after, strict=False)) if a != b), None)
    if same is None:
        same = min(len(number), len(after))
    if same >= len(number):
        return False
    first = after[same] + 1 if same < len(after) else 1
    return number[same] == first and all(part == 1 for part in number[same + 1 :])


def place_of(number: str, others: Sequence[str]) -> int:
    """Where a new paragraph goes among the others, counted from 0: before the first that has a greater number."""
    key = number_key(number)
    return next((place for place, other in enumerate(others) if number_key(other) > key), len(others))


def parse_paragraphs(text: str, *, known: Iterable[str] = ()) -> tuple[list[Numbered], list[Fault]]:
    """A whole text as numbered paragraphs, each on one line or several (SC-3); either the one list or the other.

    ``known`` are numbers that the report has already. The lines of a paragraph are kept as they are. A number that is
    missing is pointed out, not refused: printed reports lose numbers, too.
    """
    found: list[Numbered] = []
    faults: list[Fault] = []
    lines = clean_text(text).split("\n")
    for place, line in enumerate(lines, start=1):
        match = NUMBERED_LINE.fullmatch(line)
        if match is not None:
            found.append(Numbered(place, match["number"], (match["text"] or "").strip()))
        elif found and (line.strip() or found[-1].text):
            last = found[-1]
            found[-1] = Numbered(last.line, last.number, f"{last.text}\n{line.strip()}".lstrip("\n"))
        elif line.strip():
            faults.append(Fault(place, "there is no number before this text: begin with one, for example 6.1"))
            break
    found = [Numbered(one.line, one.number, one.text.strip()) for one in found]
    if not found and not faults:
        faults.append(Fault(1, "no paragraph has a number: begin each with one, for example 6.1"))
    faults += _faults(found, frozenset(known))
    return ([], sorted(faults, key=lambda fault: fault.line)) if faults else (_with_gaps(found), [])


def _with_gaps(found: Sequence[Numbered]) -> list[Numbered]:
    gaps = {
        one.line: before.number
        for before, one in pairwise(found)
        if not follows(number_key(one.number), number_key(before.number))
    }
    return [replace(one, gap_after=gaps.get(one.line, "")) for one in found]


def _faults(found: Sequence[Numbered], known: frozenset[str]) -> list[Fault]:
    first: dict[Key, int] = {}
    taken = {number_key(number) for number in known}
    faults = []
    for one in found:
        key = number_key(one.number)
        if key in first:
            faults.append(Fault(one.line, f"{one.number} stands on line {first[key]} already"))
        elif key in taken:
            faults.append(Fault(one.line, f"the report has a paragraph {one.number} already"))
        if not one.text:
            faults.append(Fault(one.line, f"{one.number} has no text"))
        if len(one.text) > LONGEST_TEXT or len(one.number) > LONGEST_NUMBER:
            faults.append(Fault(one.line, f"{one.number} is longer than {LONGEST_TEXT:,} characters"))
        first.setdefault(key, one.line)
    for before, one in pairwise(found):
        key, earlier = number_key(one.number), number_key(before.number)
        if key < earlier and key not in taken and first[key] == one.line:
            said = f"{one.number} comes after {before.number}: it should stand before it"
            faults.append(Fault(one.line, f"{said}. If the line only begins with a figure, join it to the line before"))
    return faults


# Stages


@dataclass(frozen=True, slots=True)
class Passed:
    """A report was at a stage, as far as the rule needs to know."""

    stage: str
    happened_on: date | None
    precision: str
    outcome: str


@dataclass(frozen=True, slots=True)
class StageRefusal:
    """What is wrong with a stage; ``field`` is what to correct."""

    field: str
    sentence: str


ORDER = tuple(ReportStage)
STAGE_NAMES: Mapping[str, str] = dict(ReportStage.choices)


def next_stages(passed: Sequence[Passed]) -> list[ReportStage]:
    """SC-1: the stage after the last, or, once it was referred back, any up to the one that referred it back.

    ``passed`` is in the order in which it was recorded.
    """
    if not passed:
        return list(ORDER[:1])
    last = ORDER.index(ReportStage(passed[-1].stage))
    if passed[-1].outcome == StageOutcome.REFERRED_BACK:
        return list(ORDER[: last + 1])
    return list(ORDER[last + 1 : last + 2])


def why_not_stage(
    stage: str,
    happened_on: date | None,
    *,
    passed: Sequence[Passed],
    today: date,
    precision: str = Precision.DAY,
    meeting_on: date | None = None,
    meeting_is_off: bool = False,
    names: Mapping[str, str] = STAGE_NAMES,
) -> StageRefusal | None:
    """SC-1: None where the stage may be recorded. ``meeting_on`` is the day of the meeting that dealt with it.

    A stage without a date is judged by its place alone. ``names`` are what the stages are called.
    """
    allowed = next_stages(passed)
    if stage not in allowed:
        return StageRefusal("stage", _order_in_words(passed, allowed, names))
    if meeting_is_off:
        return StageRefusal("meeting", "The meeting did not take place: choose another, or none")
    if meeting_on is not None and meeting_on > today:
        return StageRefusal("meeting", f"The meeting is on {format_date(meeting_on)}: record the stage after it")
    if meeting_on is not None and meeting_on != happened_on:
        return StageRefusal("happened_on", f"The meeting was on {format_date(meeting_on)}: enter that day")
    if happened_on is None:
        return None
    if happened_on > today:
        return StageRefusal("happened_on", "The day must be today or in the past")
    latest = max((one for one in passed if one.happened_on), key=_first_day, default=None)
    if latest is not None and last_possible_day(happened_on, precision) < _first_day(latest):
        name = names[latest.stage]
        said = format_date(latest.happened_on, latest.precision)
        on = "on" if latest.precision == Precision.DAY else "in"
        return StageRefusal("happened_on", f"The stage “{name}” was passed {on} {said}: enter that day or a later one")
    return None


def _first_day(one: Passed) -> date:
    """Of “September 2012”, the first day: nothing is refused that may be true (T-4)."""
    return one.happened_on if one.happened_on and one.precision != Precision.UNKNOWN else date.min


def _order_in_words(passed: Sequence[Passed], allowed: Sequence[ReportStage], names: Mapping[str, str]) -> str:
    if not allowed:
        return "The report has passed its last stage"
    if not passed:
        return f"A report begins with the stage “{names[allowed[0]]}”"
    last = names[passed[-1].stage]
    following = " or ".join(f"“{names[stage]}”" for stage in allowed)
    return f"After the stage “{last}” comes {following}: a stage comes again only after the report was referred back"
