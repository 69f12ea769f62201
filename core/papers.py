"""Files made in the background. Each has a row that says how far it is; a task that comes twice finds that out there.

An app registers in ``pages`` what draws a kind of PDF, and in ``makers`` what makes a kind of other file, when the
portal starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django_q.tasks import async_task

from core import audit, clock
from core.chores import each
from core.models import RenderedFile, User
from core.pdf import Paper, PdfUnavailable, paper_from_html
from core.processes import has_died, this_process

logger = logging.getLogger(__name__)

State = RenderedFile.State

REUSED_FOR = timedelta(minutes=10)
# Longer than a task may run (Q_CLUSTER's timeout): a claim as old as this was made by a worker that died.
CLAIM_LASTS = timedelta(minutes=5)
INTERRUPTED_AT_MOST = 3
NUDGED_AFTER = timedelta(minutes=2)
GIVEN_UP_AFTER = timedelta(hours=1)
WAITING_AT_MOST = 40
KEPT_FOR = timedelta(days=1)
MAKING_PAPERS = "make-papers"
DISCARDING = "discard-papers"
WAITING = "Waiting for its turn"
DISCARDED_AT_ONCE = 200
FAULT = (
    "The paper could not be made because of a fault in the portal. Try again; if that does not help, tell the "
    "partnership office."
)
ADVICE = "Try again; if that does not help, tell whoever runs the portal’s server."

# Sent with ``paper`` after a worker has made it, or could not.
paper_settled = Signal()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A whole HTML page and the colour that it is printed in; ``complete`` makes more of what was printed."""

    html: str
    accent: str
    complete: Callable[[Paper], Paper] | None = None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """What a maker has made; ``extension`` ends its name in the store."""

    content: bytes
    extension: str


# By kind: returns the page of a paper; what that is of is in ``paper.about``.
pages: dict[str, Callable[[RenderedFile], PrintedPage]] = {}


# By kind: makes a file that is no PDF. Raises ``CannotBeMade``.
makers: dict[str, Callable[[RenderedFile], MadeFile]] = {}
# Kinds of files, beside those of the app that has the chore, that are deleted a day after they were made.
passing_kinds: set[str] = set()
# By kind: what is being done, to begin a sentence, where that is not the making of a paper.
doings: dict[str, str] = {}


def page_of(paper: RenderedFile) -> PrintedPage:
    return pages[paper.kind](paper)


class ClaimLost(Exception):
    """The paper was cancelled, or another worker has taken it over: whoever makes it can stop."""


class CannotBeMade(Exception):
    """Why a file is not made, in a sentence for the person who asked for it."""


class TooManyWaiting(Exception):
    """So many papers wait already that a further one would only make everybody wait longer."""


@transaction.atomic
def ask_for_paper(
    *,
    kind: str,
    scope: str,
    about: Mapping[str, Any],
    filename: str,
    is_public: bool,
    by: User | None,
    at: datetime,
) -> RenderedFile:
    """The row of the paper, which a worker then makes; an equal one that was asked for just now is given again.

    ``about`` must say all that the paper depends on, so that equal ones are alike. Raises ``TooManyWaiting``.
    """
    alike = (
        RenderedFile.objects.filter(kind=kind, scope=scope, about=about, is_public=is_public)
        .filter(asked_at__gt=at - REUSED_FOR)
        .exclude(state__in=(State.FAILED, State.CANCELLED))
        .order_by("-pk")
        .first()
    )
    if alike is not None:
        return alike
    # Of each kind: what everybody may ask for must not keep the office's papers, or a summary's, from being made.
    if RenderedFile.objects.filter(kind=kind, scope=scope, state=State.QUEUED).count() >= WAITING_AT_MOST:
        raise TooManyWaiting
    paper = RenderedFile.objects.create(
        kind=kind,
        scope=scope,
        about=dict(about),
        filename=filename,
        is_public=is_public,
        asked_by=by,
        asked_at=at,
        step=WAITING,
    )
    enqueue_paper(paper.pk)
    return paper


def enqueue_paper(pk: int) -> None:
    """Give the paper to the workers once the transaction stands."""
    transaction.on_commit(lambda: async_task("core.papers.render_paper", pk))


def ask_again(*, paper: RenderedFile, at: datetime) -> None:
    """Put a paper that failed or was cancelled back to the start."""
    _start_again(paper, (State.FAILED, State.CANCELLED), at=at)


def remake_lost(*, paper: RenderedFile, at: datetime) -> None:
    """Make a paper anew whose file is gone."""
    logger.warning("The file of paper %s is missing, so it is made again: %s", paper.pk, paper.file.name)
    _start_again(paper, (State.DONE,), at=at)
    paper.refresh_from_db()


def remake(*, paper: RenderedFile, at: datetime) -> None:
    """Make a paper anew of what was changed under it; the file that it had goes."""
    name, storage = paper.file.name, paper.file.storage
    _start_again(paper, (State.DONE,), at=at)
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def _start_again(paper: RenderedFile, states: tuple[State, ...], *, at: datetime) -> None:
    known = RenderedFile.objects.filter(pk=paper.pk, state__in=states)
    fresh = {"state": State.QUEUED, "file": "", "progress": 0, "step": WAITING, "error": "", "interruptions": 0}
    if known.update(**fresh, asked_at=at, started_at=None, finished_at=None):
        enqueue_paper(paper.pk)


@transaction.atomic
def cancel_paper(*, paper: RenderedFile, by: User, at: datetime) -> bool:
    """Whoever makes it stops at the next step; False where it was finished already."""
    waiting = RenderedFile.objects.filter(pk=paper.pk, state__in=(State.QUEUED, State.WORKING))
    cancelled = waiting.update(
        state=State.CANCELLED,
        step="Cancelled",
        error="The PDF was cancelled before it was finished.",
        finished_at=at,
    )
    if cancelled:
        audit.record("paper.cancelled", by=by, about=paper, scope=paper.scope)
    return bool(cancelled)


def render_paper(pk: int) -> None:
    """The worker's task: make one paper. Coming a second time does nothing."""
    paper = claim_paper(pk=pk, at=clock.now())
    if paper is None:
        return
    _make(paper)
    paper_settled.send(RenderedFile, paper=paper)


def _make(paper: RenderedFile) -> None:
    try:
        if paper.kind in makers:
            made = makers[paper.kind](paper)
            store_file(paper=paper, name=f"{paper.token}.{made.extension}", content=made.content, at=clock.now())
            return
        page = page_of(paper)
        record_step(paper=paper, progress=40, step="Drawing the pages")
        printed = paper_from_html(page.html, accent=page.accent)
        if page.complete is not None:
            record_step(paper=paper, progress=65, step="Binding the papers in")
            printed = page.complete(printed)
        record_step(paper=paper, progress=90, step="Putting the file away")
        finish_paper(paper=paper, made=printed, at=clock.now())
    except ClaimLost:
        logger.info("Paper %s was cancelled or taken over while it was made", paper.pk)
    except (PdfUnavailable, CannotBeMade) as error:
        fail_paper(paper=paper, sentence=str(error), at=clock.now())
    except Exception:
        # Whatever went wrong, the person who waits for the paper must be told.
        logger.exception("Paper %s could not be made", paper.pk)
        sentence = FAULT
        if doing := doings.get(paper.kind):
            sentence = f"{doing} failed because of a fault in the portal, and nothing was changed. {ADVICE}"
        fail_paper(paper=paper, sentence=sentence, at=clock.now())


def claim_paper(*, pk: int, at: datetime) -> RenderedFile | None:
    """Take the paper on; None when it is finished, or another worker has it."""
    free = Q(state=State.QUEUED) | Q(state=State.WORKING, started_at__lt=at - CLAIM_LASTS)
    taken = RenderedFile.objects.filter(free, pk=pk).update(
        state=State.WORKING, started_at=at, worker=this_process(), progress=10, step="Gathering what goes in"
    )
    return RenderedFile.objects.get(pk=pk) if taken else None


def record_step(*, paper: RenderedFile, progress: int, step: str) -> None:
    """Say how far a claimed paper is. Raises ``ClaimLost``."""
    if not _mine(paper).update(progress=progress, step=step):
        raise ClaimLost


def finish_paper(*, paper: RenderedFile, made: Paper, at: datetime) -> None:
    """Store the PDF. A worker that has lost its claim in the meantime changes nothing."""
    paper.pages = made.pages
    store_file(paper=paper, name=f"{paper.token}.pdf", content=made.content, at=at)


def store_file(*, paper: RenderedFile, name: str, content: bytes, at: datetime) -> None:
    """The same for any file. ``name`` is the store's; the reader's is in ``filename`` (I-5)."""
    paper.file.save(name, ContentFile(content), save=False)
    kept = _mine(paper).update(
        state=State.DONE,
        file=paper.file.name,
        about=paper.about,
        pages=paper.pages,
        progress=100,
        step="Ready",
        finished_at=at,
    )
    if not kept and paper.file.name:
        paper.file.storage.delete(paper.file.name)


def fail_paper(*, paper: RenderedFile, sentence: str, at: datetime) -> None:
    """Keep the reason, in words for the person who asked."""
    _mine(paper).update(state=State.FAILED, error=sentence, step="Could not be made", finished_at=at)


def nudge_papers(*, at: datetime) -> int:
    """Give papers that nobody works on to the workers again; those that never succeed are given up."""
    working = RenderedFile.objects.filter(state=State.WORKING).order_by("pk")
    picked_up = each(
        MAKING_PAPERS, working, lambda paper: pick_up_paper(paper=paper, at=at), at=at, scope=lambda paper: paper.scope
    )
    left = RenderedFile.objects.filter(state=State.QUEUED, asked_at__lt=at - NUDGED_AFTER)
    given_up = left.filter(asked_at__lt=at - GIVEN_UP_AFTER)
    failed = {"state": State.FAILED, "step": "Could not be made", "finished_at": at}
    for kind, doing in doings.items():
        given_up.filter(kind=kind).update(error=f"{doing} did not begin within an hour. Start again.", **failed)
    given_up.update(error="The paper was not made within an hour. Ask for it again.", **failed)
    again = list(left.order_by("pk").values_list("pk", flat=True)[:WAITING_AT_MOST])
    for pk in again:
        enqueue_paper(pk)
    return picked_up + len(again)


@transaction.atomic
def pick_up_paper(*, paper: RenderedFile, at: datetime) -> bool:
    """Begin a paper again whose worker has died; one that is interrupted again and again is given up."""
    if paper.state != State.WORKING or paper.started_at is None:
        return False
    if not has_died(paper.worker) and at - paper.started_at < CLAIM_LASTS:
        return False
    if paper.interruptions + 1 < INTERRUPTED_AT_MOST:
        began = _mine(paper).update(
            state=State.QUEUED, progress=0, step=WAITING, interruptions=F("interruptions") + 1, asked_at=at
        )
        if began:
            enqueue_paper(paper.pk)
        return bool(began)
    doing = doings.get(paper.kind, "Making the PDF")
    sentence = f"{doing} was interrupted {INTERRUPTED_AT_MOST} times. Try again later."
    logger.error("Paper %s is given up: %s", paper.pk, sentence)
    fail_paper(paper=paper, sentence=sentence, at=at)
    return False


def discard_papers(kinds: Collection[str], *, at: datetime) -> int:
    """Delete old papers of these kinds, and return how many that were; whoever wants one asks again."""
    passed = RenderedFile.objects.filter(kind__in={*kinds, *passing_kinds}, finished_at__lt=at - KEPT_FOR).order_by(
        "pk"
    )
    old = list(passed[:DISCARDED_AT_ONCE])
    return each(DISCARDING, old, _discard, at=at, scope=lambda paper: paper.scope)


def _discard(paper: RenderedFile) -> int:
    if paper.file:
        paper.file.delete(save=False)
    paper.delete()
    return 1


def _mine(paper: RenderedFile) -> Any:
    """The row, as long as it is still claimed by this worker."""
    return RenderedFile.objects.filter(pk=paper.pk, state=State.WORKING, started_at=paper.started_at)
