"""When a message is tried again, and when one that may wait is sent. Pure: the moment is an argument."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta

from core.rules.working_days import LONDON
from outbox.choices import Rhythm

# Waits between the attempts; after the attempt that follows the last of them, a message is given up. Together they
# are 32 hours: who mends a mailbox the next morning gets what was sent the evening before.
RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 720))
ATTEMPTS = len(RETRY_WAITS) + 1

DIGEST_AT = time(7)
MONDAY = 0
SLOWEST_FIRST = (Rhythm.WEEKLY, Rhythm.DAILY, Rhythm.AT_ONCE)

NOTICE_EVERY = timedelta(hours=1)


def next_attempt(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many attempts, the last of them at ``at``; None: give up (M-1)."""
    return at + RETRY_WAITS[attempts - 1] if attempts <= len(RETRY_WAITS) else None


def rhythm_for(wanted: Rhythm, waits_for: Collection[Rhythm]) -> Rhythm:
    """The slowest rhythm that the mail may wait for, and no slower than is wanted (M-2)."""
    slower = SLOWEST_FIRST[SLOWEST_FIRST.index(wanted) :]
    return next((rhythm for rhythm in slower if rhythm in waits_for), Rhythm.AT_ONCE)


def digest_due(rhythm: Rhythm, *, after: datetime) -> datetime:
    """The first 7am in London after the moment, of any day or of a Monday (M-3)."""
    day = after.astimezone(LONDON).date()
    due = datetime.combine(day, DIGEST_AT, LONDON)
    while due <= after or (rhythm == Rhythm.WEEKLY and day.weekday() != MONDAY):
        day += timedelta(days=1)
        due = datetime.combine(day, DIGEST_AT, LONDON)
    return due


def notice_due(*, last: datetime | None, at: datetime) -> datetime:
    """When the office is told that mail was given up: at once, but never twice within an hour (M-4)."""
    return at if last is None else max(at, last + NOTICE_EVERY)
