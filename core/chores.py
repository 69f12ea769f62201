"""Chores of the background worker, each on its own: what fails is written down, and the rest is done all the same."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import models, transaction
from django.db.models import F, Q

from core.models import Chore, ChoreFailure
from core.processes import has_died, this_process

logger = logging.getLogger(__name__)

Row = TypeVar("Row", bound=models.Model)

# Waits between attempts at a row that fails; the last is repeated for as long as it does.
RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
# Longer than a task may run (Q_CLUSTER's timeout).
TAKES_AT_MOST = timedelta(minutes=5)
SETTLED_KEPT_FOR = timedelta(days=90)
INTERRUPTED = "It did not come to its end: its process was ended, or it took longer than a task may."


class StopChore(Exception):
    """Raised on a row, it ends the chore's run and blames no row."""


def each(
    chore: str,
    rows: Iterable[Row],
    do: Callable[[Row], int],
    *,
    at: datetime,
    scope: Callable[[Row], str],
    has_own_waits: bool = False,
) -> int:
    """Do something with each row, and return the sum. A row that fails stops no other and waits before it is retried.

    ``do`` must leave nothing half done when it raises. ``scope`` is the address of the row's partnership. Rows that
    are not due before their next attempt have waits of their own. Without rows it asks the database nothing.
    """
    done = 0
    known: dict[str, ChoreFailure] | None = None
    for row in rows:
        if known is None:
            known = {one.about: one for one in ChoreFailure.objects.unsettled().filter(chore=chore)}
        about = about_of(row)
        failure = known.get(about)
        if failure is not None and failure.retry_at > at and not has_own_waits:
            continue
        try:
            done += do(row)
        except StopChore:
            raise
        except Exception as error:
            logger.exception("%s failed with %s", chore, about)
            record_failure(chore, error, at=at, about=about, label=_label_of(row), scope=_scope_of(row, scope))
        else:
            if failure is not None:
                settle(chore, about=about, at=at)
    return done


def run_whole(name: str, do: Callable[[], object], *, now: Callable[[], datetime]) -> bool:
    """Do a chore, unless a worker is at it; returns whether it was done to its end."""
    if not _begin(name, at=now()):
        return False
    try:
        do()
    except Exception as error:
        logger.exception("The chore %s failed", name)
        record_failure(name, error, at=now())
        went_well = False
    else:
        settle(name, at=now())
        went_well = True
    Chore.objects.filter(name=name, worker=this_process()).update(finished_at=now())
    return went_well


@transaction.atomic
def _begin(name: str, *, at: datetime) -> bool:
    Chore.objects.get_or_create(name=name)
    chore = Chore.objects.select_for_update(no_key=True).get(name=name)
    if chore.started_at is not None and chore.finished_at is None:
        if at - chore.started_at < TAKES_AT_MOST and not has_died(chore.worker):
            return False
        logger.error("The chore %s was interrupted", name)
        record_failure(name, INTERRUPTED, at=at)
    chore.started_at, chore.finished_at, chore.worker = at, None, this_process()
    chore.save()
    return True


def about_of(row: models.Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"


@transaction.atomic
def record_failure(
    chore: str, error: Exception | str, *, at: datetime, about: str = "", label: str = "", scope: str = ""
) -> None:
    """Write down what failed, or that it failed again, and when it is to be tried next."""
    cause = getattr(error, "__cause__", None) or error
    words = cause if isinstance(cause, str) else f"{type(cause).__name__}: {cause}"
    failure, is_new = ChoreFailure.objects.get_or_create(
        chore=chore,
        about=about,
        settled_at=None,
        defaults={
            "scope": scope,
            "about_label": label[:250],
            "error": words[:500],
            "failed_at": at,
            "last_failed_at": at,
            "retry_at": at + RETRY_WAITS[0],
        },
    )
    if is_new:
        return
    # A chore as a whole is tried again at its next turn.
    wait = RETRY_WAITS[min(failure.times, len(RETRY_WAITS) - 1) if about else 0]
    ChoreFailure.objects.filter(pk=failure.pk).update(
        times=F("times") + 1, error=words[:500], last_failed_at=at, retry_at=at + wait
    )


def settle(chore: str, *, at: datetime, about: str = "") -> None:
    """It went well."""
    ChoreFailure.objects.unsettled().filter(chore=chore, about=about).update(settled_at=at)


def settle_what_is_gone(*, at: datetime) -> int:
    """A row that its chore has not come to although it was due a day ago is not the chore's business any more.

    What was settled long ago is forgotten.
    """
    ChoreFailure.objects.filter(settled_at__lt=at - SETTLED_KEPT_FOR).delete()
    left = ChoreFailure.objects.unsettled().filter(~Q(about=""), retry_at__lt=at - timedelta(days=1))
    return left.update(settled_at=at)


def _label_of(row: models.Model) -> str:
    try:
        return str(row)
    except Exception:
        return about_of(row)


def _scope_of(row: Row, scope: Callable[[Row], str]) -> str:
    try:
        return scope(row)
    except Exception:
        return ""
