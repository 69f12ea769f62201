"""Whether the portal can do its work now: each thing that it needs, in a line of words for its operator."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max, Min, Q

from core.models import Chore
from core.rules.text import counted
from core.schema import faults_of_tables
from outbox.choices import MessageState
from outbox.models import Message
from outbox.querysets import STUCK_AFTER

logger = logging.getLogger(__name__)

# The worker ends a chore every minute; one that sends a long mailing takes most of the next.
WORKER_SILENT_AT_MOST = timedelta(minutes=3)


@dataclass(frozen=True)
class Finding:
    """One thing that the portal needs. ``words`` name no secret: they are shown to whoever asks."""

    is_good: bool
    words: str


def read_readiness(*, at: datetime) -> list[Finding]:
    """The database and its version, the worker, waiting mail, and free disk."""
    try:
        return [*_database(), _worker(at=at), _mail(at=at), _disk()]
    except DatabaseError:
        # What the driver says may name the user and the host.
        logger.exception("The database could not be read")
        return [Finding(False, "The database cannot be reached or read; the log says why."), _disk()]


def _database() -> Iterator[Finding]:
    faults = list(faults_of_tables())
    yield Finding(True, f"The database answers ({connection.vendor}).")
    yield from (Finding(False, words) for words in faults)
    if not faults:
        yield Finding(True, "The tables are of this version.")


def _worker(*, at: datetime) -> Finding:
    last = Chore.objects.aggregate(last=Max("finished_at"))["last"]
    if last is None:
        return Finding(False, "The background worker has not run yet.")
    silent = at - last
    return Finding(silent <= WORKER_SILENT_AT_MOST, f"The background worker last did a chore {_ago(silent)}.")


def _mail(*, at: datetime) -> Finding:
    due = Q(state__in=(MessageState.QUEUED, MessageState.SENDING), next_attempt_at__lte=at)
    oldest = Message.objects.filter(due).aggregate(oldest=Min("next_attempt_at"))["oldest"]
    if oldest is None:
        return Finding(True, "No email is due.")
    return Finding(at - oldest <= STUCK_AFTER, f"The oldest email was due {_ago(at - oldest)}.")


def _disk() -> Finding:
    folder = Path(settings.DATA_DIR)
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    free = shutil.disk_usage(there).free
    enough = settings.FREE_DISK_BYTES
    words = f"The disk of the data folder has {_megabytes(free)} free; {_megabytes(enough)} are wanted."
    return Finding(free >= enough, words)


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,} MB"


def _ago(age: timedelta) -> str:
    """“42 seconds ago”, “12 minutes ago”, “3 hours ago”."""
    seconds = max(0, round(age.total_seconds()))
    for unit, length in (("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}s ago"
    return f"{counted(seconds, 'second')} ago"
