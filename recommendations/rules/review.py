"""What an unrecorded review holds up, and how closing is told. Pure: no Django, no clock."""

from __future__ import annotations

from datetime import date

from core.choices import Precision
from core.rules.dates import format_date
from recommendations.rules.rollups import first_possible_day


def review_holds_open(due_on: date | None, precision: str, *, reviewed_on: date | None, on: date) -> bool:
    """T-7: whether on the day the review had come and was not recorded; “September 2013” comes on its first day."""
    if due_on is None or precision == Precision.UNKNOWN or reviewed_on is not None:
        return False
    return first_possible_day(due_on, precision) <= on


def closed_in_words(decided_on: date | None, body: str) -> str:
    """R-4: “closed: monitoring stopped on 3 May 2026 by the Corporate PPB”."""
    by = f" by {with_article(body)}" if body else ""
    return f"closed: monitoring stopped on {format_date(decided_on)}{by}"


def with_article(body: str) -> str:
    """“the Corporate PPB”: a body in the middle of a sentence."""
    return body if body.lower().startswith("the ") else f"the {body}"
