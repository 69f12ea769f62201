"""What follows from dates, responses and names of recommendations. Pure: no Django, no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.choices import Precision
from core.rules.dates import (
    ONE_DAY,
    ReviewState,
    add_months,
    age_in_words,
    first_possible_day,
    format_date,
    last_possible_day,
    review_state,
)
from core.rules.names import look_alike as names_alike
from core.rules.text import compare_key, one_line
from recommendations.choices import RecommendationStatus, ResponseDecision

# How old news is, and when a visit ends

VISIT_IDLE = timedelta(minutes=30)


class SilenceKind(StrEnum):
    """From the longest silence to the shortest: lists are sorted in this order."""

    NEVER = "never"
    UNDATED = "undated"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing has been heard; ``days`` is None where that cannot be told."""

    kind: SilenceKind
    days: int | None
    words: str


def silence_since(reported_on: date | None, precision: str, *, has_progress: bool, on: date) -> Silence:
    """R-1: the age of the latest dated progress; of “March 2012” at least, counted from the month's last day."""
    if not has_progress:
        return Silence(SilenceKind.NEVER, None, "no progress reported yet")
    if reported_on is None or precision == Precision.UNKNOWN:
        return Silence(SilenceKind.UNDATED, None, "date not known")
    days = max(0, (on - last_possible_day(reported_on, precision)).days)
    age = age_in_words(days)
    return Silence(SilenceKind.DATED, days, age if days == 0 else f"{age} ago")


@dataclass(frozen=True, slots=True)
class ReviewNotice:
    """Where a recommendation's review stands, in words; ``tone`` colours ``state``."""

    state: ReviewState
    due: str
    words: str
    tone: str


REVIEW_TONES = {
    ReviewState.NOT_DUE: "grey",
    ReviewState.DUE_SOON: "amber",
    ReviewState.OVERDUE: "red",
    ReviewState.DONE: "green",
}


def review_notice(
    due_on: date | None, precision: str, *, on: date, reviewed_on: date | None = None
) -> ReviewNotice | None:
    """T-7: “due September 2013”; None where it is not known when the report was received, and nobody has reviewed."""
    if reviewed_on is not None:
        words = f"It was reviewed on {format_date(reviewed_on)}."
        return ReviewNotice(ReviewState.DONE, format_date(due_on, precision), words, REVIEW_TONES[ReviewState.DONE])
    if due_on is None or precision == Precision.UNKNOWN:
        return None
    state = review_state(due_on, precision, today=on)
    due = format_date(due_on, precision)
    if state is ReviewState.OVERDUE:
        late = age_in_words((on - last_possible_day(due_on, precision)).days)
        return ReviewNotice(state, due, f"It was due {due} and is {late} overdue.", REVIEW_TONES[state])
    return ReviewNotice(state, due, f"It is due {due}.", REVIEW_TONES[state])


def is_same_visit(latest_at: datetime, now: datetime) -> bool:
    """R-2: a visit lasts until nothing has been opened for 30 minutes."""
    return now - latest_at <= VISIT_IDLE


def closed_in_words(decided_on: date | None, body: str) -> str:
    """R-4: “closed: monitoring stopped on 3 May 2026 by the Corporate PPB”."""
    by = f" by {with_article(body)}" if body else ""
    return f"closed: monitoring stopped on {format_date(decided_on)}{by}"


def with_article(body: str) -> str:
    """“the Corporate PPB”: a body in the middle of a sentence."""
    return body if body.lower().startswith("the ") else f"the {body}"


# when something can have happened


REPORT_RECEIVED = "the report, which was received"


def day_refusal(
    day: date, *, noun: str, today: date, begins_on: date | None, precision: str, began: str = REPORT_RECEIVED
) -> str:
    """R-7: why nothing about a recommendation can have happened on the day; empty where it can.

    Nothing happens in the future, or before it ``began``: of “September 2012”, before 1 September. ``noun`` names the
    day, such as “the date of the change”.
    """
    noun = f"{noun[0].upper()}{noun[1:]}"
    if day > today:
        return f"{noun} must be today or in the past"
    if begins_on is None or precision == Precision.UNKNOWN or day >= first_possible_day(begins_on, precision):
        return ""
    begins = f"{'on' if precision == Precision.DAY else 'in'} {format_date(begins_on, precision)}"
    return f"{noun} must not be before {began} {begins}"


# RU-1: time to implement

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


# RU-2: the age of the latest update

SILENT_MONTHS = 6


def silent_from(day: date, precision: str = Precision.DAY) -> date:
    """RU-2: the first day on which news of that day is more than six months old; of a month, of its last day."""
    return add_months(last_possible_day(day, precision), SILENT_MONTHS) + ONE_DAY


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


# Totals


@dataclass(frozen=True, slots=True)
class Total:
    """Recommendations by status; of the whole, how many are closed and how many belong to a report in preparation."""

    counts: dict[RecommendationStatus, int]
    closed: int = 0
    in_preparation: int = 0

    @classmethod
    def of(cls, groups: Iterable[tuple[str, bool, bool, int]]) -> Total:
        """From (status, is closed, is of a report in preparation, how many)."""
        found = list(groups)
        by_status = Counter[str]()
        for status, _, _, number in found:
            by_status[status] += number
        return cls(
            counts={status: by_status[status] for status in RecommendationStatus},
            closed=sum(number for _, is_closed, _, number in found if is_closed),
            in_preparation=sum(number for _, _, is_draft, number in found if is_draft),
        )

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """“16 recommendations, 1 of them closed and 1 from a report in preparation, which is not public”."""
        parts = [f"{self.closed} of them closed"] if self.closed else []
        if self.in_preparation:
            parts.append(f"{self.in_preparation} from a report in preparation, which is not public")
        return ", ".join([counted(self.number), " and ".join(parts)]) if parts else counted(self.number)


def counted(number: int) -> str:
    return f"{number} recommendation" if number == 1 else f"{number} recommendations"


def not_included(*, closed: int, in_preparation: int) -> list[str]:
    """Sentences for a paper that has fewer rows than somebody may have seen on a page."""
    sentences = []
    if closed:
        sentences.append(f"{closed} closed recommendation{' is' if closed == 1 else 's are'} not included")
    if in_preparation:
        verb = "is" if in_preparation == 1 else "are"
        sentences.append(f"{counted(in_preparation)} of a report in preparation {verb} not included")
    return sentences


# SC-4: the two months in which a council's executive answers a report

RESPONSE_MONTHS = 2
SOON = timedelta(days=14)


class ClockState(StrEnum):
    """Where the executive's answer to a report stands (SC-4)."""

    NOT_RUNNING = "not running"
    DUE = "due"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    ON_TIME = "answered on time"
    LATE = "answered late"
    ANSWERED = "answered"


CLOCK_TONES = {
    ClockState.NOT_RUNNING: "grey",
    ClockState.DUE: "blue",
    ClockState.DUE_SOON: "amber",
    ClockState.OVERDUE: "red",
    ClockState.ON_TIME: "green",
    ClockState.LATE: "amber",
    ClockState.ANSWERED: "green",
}
OPEN_STATES = frozenset((ClockState.DUE, ClockState.DUE_SOON, ClockState.OVERDUE))


@dataclass(frozen=True, slots=True)
class ResponseClock:
    """State, last day and days late; ``due_on`` is None where the clock does not run."""

    state: ClockState
    due_on: date | None
    days_late: int = 0

    @property
    def tone(self) -> str:
        return CLOCK_TONES[self.state]

    @property
    def label(self) -> str:
        """“overdue by 3 days”: what a tag says."""
        late = _counted(self.days_late, "day")
        words = {ClockState.OVERDUE: f"overdue by {late}", ClockState.LATE: f"answered {late} late"}
        return words.get(self.state, self.state.value)

    @property
    def words(self) -> str:
        """A whole sentence; empty where the clock does not run."""
        if self.due_on is None:
            return ""
        verb = "is" if self.state in (ClockState.DUE, ClockState.DUE_SOON) else "was"
        return f"The last day for the executive’s answer {verb} {format_date(self.due_on)}."

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


NOT_RUNNING = ResponseClock(ClockState.NOT_RUNNING, None)


def last_day_to_respond(received_on: date, precision: str = Precision.DAY) -> date:
    """SC-4: two months that begin with the day of receipt: received 8 November, last day 7 January.

    Of “November 2012” its last day is taken, as no earlier one can be held against the executive. Where the second
    month has no such day, its last day ends the two months.
    """
    first = last_possible_day(received_on, precision)
    same_day = add_months(first, RESPONSE_MONTHS)
    is_shorter = first.day > monthrange(same_day.year, same_day.month)[1]
    return same_day if is_shorter else same_day - ONE_DAY


def response_clock(
    received_on: date | None,
    precision: str = Precision.DAY,
    *,
    on: date,
    answered_on: date | None = None,
    is_answered: bool = False,
) -> ResponseClock:
    """SC-4: as at the day; ``is_answered`` without a day is an answer of which the day is not known."""
    if received_on is None or precision == Precision.UNKNOWN or received_on > on:
        return NOT_RUNNING
    due_on = last_day_to_respond(received_on, precision)
    if answered_on is not None and answered_on <= on:
        late = (answered_on - due_on).days
        return ResponseClock(ClockState.LATE if late > 0 else ClockState.ON_TIME, due_on, max(late, 0))
    if is_answered and answered_on is None:
        return ResponseClock(ClockState.ANSWERED, due_on)
    if on > due_on:
        return ResponseClock(ClockState.OVERDUE, due_on, (on - due_on).days)
    return ResponseClock(ClockState.DUE_SOON if due_on - on <= SOON else ClockState.DUE, due_on)


# SC-6: when two names are one owner, and when two may be

# “Policy and Strategy staff” and “Policy and Strategy support” are one owner; elected members are another.
OF_AN_OWNER = re.compile(r"(?<!^elected) (?:staff|support|members)$", re.IGNORECASE)


def owner_name(printed: str) -> str:
    """SC-6: the name of the owner that is printed so: “Policy and Strategy” for “Policy and Strategy staff”."""
    return OF_AN_OWNER.sub("", one_line(printed))


def owner_key(printed: str) -> str:
    """SC-6: two printed names are one owner if their keys are (I-4)."""
    return compare_key(owner_name(printed))


def look_alike(printed: str, names: Iterable[str]) -> str | None:
    """SC-6: the first of the names that is another owner, but that a reader may take for the same."""
    return names_alike(printed, names, key=owner_key)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
