"""Papers made in the background. A paper's row says how far it is; a task that comes twice finds that out there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django_q.tasks import async_task

from core.chores import each
from core.models import RenderedFile, User
from core.pdf import Paper
from reports.choices import PaperKind

State = RenderedFile.State

REUSED_FOR = timedelta(minutes=10)
# Longer than a task may run (Q_CLUSTER's timeout): a claim as old as this was made by a worker that died.
CLAIM_LASTS = timedelta(minutes=5)
NUDGED_AFTER = timedelta(minutes=2)
GIVEN_UP_AFTER = timedelta(hours=1)
WAITING_AT_MOST = 40
# Everybody may ask for these, as often as they like: they must not fill the disk.
PASSING_KINDS = (
    PaperKind.PROGRESS_TABLE,
    PaperKind.AGENDA_PACK,
    PaperKind.REPORT_SUMMARY,
    PaperKind.PPB_INSERT,
)
KEPT_FOR = timedelta(days=1)
DISCARDING = "discard-papers"
DISCARDED_AT_ONCE = 200


class TooManyWaiting(Exception):
    """So many papers wait already that a further one would only make everybody wait longer."""


@transaction.atomic
def ask_for_paper(
    *,
    kind: PaperKind,
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
        .exclude(state=State.FAILED)
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
        step="Waiting for its turn",
    )
    enqueue_paper(paper.pk)
    return paper


def enqueue_paper(pk: int) -> None:
    """Give the paper to the workers once the transaction stands."""
    transaction.on_commit(lambda: async_task("reports.tasks.render_paper", pk))


def ask_again(*, paper: RenderedFile, at: datetime) -> None:
    """Put a paper that failed back to the start."""
    with transaction.atomic():
        changed = RenderedFile.objects.filter(pk=paper.pk, state=State.FAILED).update(
            state=State.QUEUED, progress=0, step="Waiting for its turn", error="", asked_at=at, finished_at=None
        )
        if changed:
            enqueue_paper(paper.pk)


def claim_paper(*, pk: int, at: datetime) -> RenderedFile | None:
    """Take the paper on; None when it is finished, or another worker has it."""
    free = Q(state=State.QUEUED) | Q(state=State.WORKING, started_at__lt=at - CLAIM_LASTS)
    taken = RenderedFile.objects.filter(free, pk=pk).update(
        state=State.WORKING, started_at=at, progress=10, step="Gathering what goes in"
    )
    return RenderedFile.objects.get(pk=pk) if taken else None


def record_step(*, paper: RenderedFile, progress: int, step: str) -> None:
    """Say how far a claimed paper is."""
    _mine(paper).update(progress=progress, step=step)


def finish_paper(*, paper: RenderedFile, made: Paper, at: datetime) -> None:
    """Store the file. A worker that has lost its claim in the meantime changes nothing."""
    # The reader's name for the file is in ``filename``; in the store it has a name of ours (I-5).
    paper.file.save(f"{paper.token}.pdf", ContentFile(made.content), save=False)
    kept = _mine(paper).update(
        state=State.DONE,
        file=paper.file.name,
        about=paper.about,
        pages=made.pages,
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
    waiting = Q(state=State.QUEUED, asked_at__lt=at - NUDGED_AFTER)
    abandoned = Q(state=State.WORKING, started_at__lt=at - CLAIM_LASTS)
    left = RenderedFile.objects.filter(waiting | abandoned)
    left.filter(asked_at__lt=at - GIVEN_UP_AFTER).update(
        state=State.FAILED,
        step="Could not be made",
        error="The paper was not made within an hour. Ask for it again.",
        finished_at=at,
    )
    again = list(left.order_by("pk").values_list("pk", flat=True)[:WAITING_AT_MOST])
    for pk in again:
        enqueue_paper(pk)
    return len(again)


def discard_papers(*, at: datetime) -> int:
    """Throw away papers that only said how things stood when somebody asked; whoever wants one asks again."""
    passed = RenderedFile.objects.filter(kind__in=PASSING_KINDS, finished_at__lt=at - KEPT_FOR).order_by("pk")
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
