"""How old news is, where a review stands, and when a visit ends. Pure: no Django, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.choices import Precision
from core.rules.dates import ReviewState, age_in_words, format_date, last_possible_day, review_state

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
