"""How long somebody who is invited can read their invitation, and answer it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.rules.working_days import LONDON

READABLE_AFTER = timedelta(days=1)


def invitation_readable_until(first_day: date | None, last_day: date | None) -> date | None:
    """IN-1: the link of an invitation can be read until the day after the meeting's last day, that day included.

    None while no day is set: a postponed meeting keeps its invitations.
    """
    end = last_day or first_day
    return end + READABLE_AFTER if end else None


def may_still_answer(first_day: date | None, starts_at: time | None, *, at: datetime) -> bool:
    """IN-2: an answer can be given and changed until the meeting starts; without a time, until its day has passed."""
    if first_day is None:
        return True
    closes = datetime.combine(first_day, starts_at or time.max, LONDON)
    return at < closes
