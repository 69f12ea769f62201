"""What the background worker does: make papers, send summaries, and each of its chores once a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django.contrib.sessions.backends.db import SessionStore

from agendas.services.documents import SEEKING_TEXT, seek_text
from core import clock
from core.acts import forget_form_tokens
from core.audit import forget_networks
from core.chores import each, run_whole, settle_what_is_gone
from core.models import RenderedFile
from core.pdf import PdfUnavailable, paper_from_html
from outbox.services.digests import GATHERING, gather_digests
from outbox.services.sending import SENDING, send_due
from progress.services.requests import ASKING, queue_requests
from reports.choices import PaperKind
from reports.printing.kinds import page_of
from reports.services.papers import (
    DISCARDING,
    MAKING_PAPERS,
    NotOurs,
    TooManyWaiting,
    claim_paper,
    discard_papers,
    fail_paper,
    finish_paper,
    nudge_papers,
    record_step,
)
from reports.services.summaries import paper_of_revision, revisions_without_paper
from summaries.models import SummaryRevision
from summaries.services.reminders import REMINDING, queue_reminders

logger = logging.getLogger(__name__)

FAULT = (
    "The paper could not be made because of a fault in the portal. Try again; if that does not help, tell the "
    "partnership office."
)


def render_paper(pk: int) -> None:
    """Make one paper, and send the mail that waits for it. Coming a second time does nothing."""
    paper = claim_paper(pk=pk, at=clock.now())
    if paper is None:
        return
    _make(paper)
    if paper.kind == PaperKind.SUMMARY:
        send_due(now=clock.now)


def _make(paper: RenderedFile) -> None:
    try:
        page = page_of(paper)
        record_step(paper=paper, progress=40, step="Drawing the pages")
        made = paper_from_html(page.html, accent=page.accent)
        if page.complete is not None:
            record_step(paper=paper, progress=65, step="Binding the papers in")
            made = page.complete(made)
        record_step(paper=paper, progress=90, step="Putting the file away")
        finish_paper(paper=paper, made=made, at=clock.now())
    except NotOurs:
        logger.info("Paper %s was cancelled or taken over while it was made", paper.pk)
    except PdfUnavailable as error:
        fail_paper(paper=paper, sentence=str(error), at=clock.now())
    except Exception:
        # Whatever went wrong, the person who waits for the paper must be told.
        logger.exception("Paper %s could not be made", paper.pk)
        fail_paper(paper=paper, sentence=FAULT, at=clock.now())


def deliver_summary(revision_pk: int) -> None:
    """Make the PDF of a published summary, once, and send what is due with it."""
    revision = SummaryRevision.objects.get(pk=revision_pk)
    try:
        render_paper(paper_of_revision(revision=revision, at=clock.now()).pk)
    except TooManyWaiting:
        logger.warning("Summary %s goes without its PDF: too many papers are waiting", revision.pk)
    send_due(now=clock.now)


def make_lost_papers() -> None:
    """Summaries without a PDF, and papers that nobody works on. The papers are made by tasks of their own."""
    at = clock.now()
    each(
        MAKING_PAPERS,
        revisions_without_paper(at=at),
        _ask_for_paper_of,
        at=at,
        scope=lambda revision: revision.summary.meeting.partnership.slug,
    )
    nudge_papers(at=at)


def _ask_for_paper_of(revision: SummaryRevision) -> int:
    try:
        paper_of_revision(revision=revision, at=clock.now())
    except TooManyWaiting:
        logger.warning("Summary %s goes without its PDF: too many papers are waiting", revision.pk)
    return 1


def throw_away_what_has_expired() -> None:
    """Visitors who never sign in leave sessions too."""
    SessionStore.clear_expired()
    forget_networks()
    forget_form_tokens(at=clock.now())
    settle_what_is_gone(at=clock.now())


# What is queued by one goes out with the last, where all are done in turn.
CHORES: Mapping[str, Callable[[], object]] = {
    MAKING_PAPERS: make_lost_papers,
    DISCARDING: lambda: discard_papers(at=clock.now()),
    "discard-expired": throw_away_what_has_expired,
    SEEKING_TEXT: lambda: seek_text(at=clock.now()),
    REMINDING: lambda: queue_reminders(at=clock.now()),
    ASKING: lambda: queue_requests(at=clock.now()),
    GATHERING: lambda: gather_digests(at=clock.now()),
    SENDING: lambda: send_due(now=clock.now),
}


def run_chore(name: str) -> None:
    """A task of its own for each chore, so that one that hangs or is killed holds up no other."""
    run_whole(name, CHORES[name], now=clock.now)


def tend_queue() -> None:
    """All chores in turn, for whoever does not want to wait for the minute."""
    for name in CHORES:
        run_chore(name)
