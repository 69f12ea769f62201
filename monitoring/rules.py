"""What holds a recommendation open. Pure: no Django, no clock."""

from __future__ import annotations

from datetime import date

from core.choices import Precision
from core.rules.dates import first_possible_day


def review_holds_open(due_on: date | None, precision: str, *, reviewed_on: date | None, on: date) -> bool:
    """T-7: whether on the day the review had come and was not recorded; “September 2013” comes on its first day."""
    if due_on is None or precision == Precision.UNKNOWN or reviewed_on is not None:
        return False
    return first_possible_day(due_on, precision) <= on
