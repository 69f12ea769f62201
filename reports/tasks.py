"""What the background worker does: make papers, send summaries, and pick up what a dead worker left."""

from __future__ import annotations

import logging

from django.contrib.sessions.backends.db import SessionStore

from core import clock
from core.models import RenderedFile
from core.pdf import PdfUnavailable, paper_from_html
from meetings.models import SummaryRevision
from meetings.services.reminders import queue_reminders
from outbox.services.digests import gather_digests
from outbox.services.sending import send_due
from recommendations.services.follow_ups import place_waiting_follow_ups
from recommendations.services.requests import queue_requests
from reports.choices import PaperKind
from reports.printing.kinds import page_of
from reports.services.papers import (
    TooManyWaiting,
    claim_paper,
    discard_papers,
    fail_paper,
    finish_paper,
    nudge_papers,
    record_step,
)
from reports.services.summaries import paper_of_revision, revisions_without_paper

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
    except PdfUnavailable as error:
        fail_paper(paper=paper, sentence=str(error), at=clock.now())
    except Exception:
        # Whatever went wrong, the person who waits for the paper must be told.
        logger.exception("Paper %s could not be made", paper.pk)
        fail_paper(paper=paper, sentence=FAULT, at=clock.now())


def deliver_summary(revision_pk: int) -> None:
    """Make the PDF of a published summary, once, and send what is due with it."""
    _make_paper_of(SummaryRevision.objects.get(pk=revision_pk))
    send_due(now=clock.now)


def tend_queue() -> None:
    """Every minute: summaries without a PDF, papers that nobody works on, mail that is due, what is out of date."""
    for revision in revisions_without_paper(at=clock.now()):
        _make_paper_of(revision)
    nudge_papers(at=clock.now())
    discard_papers(at=clock.now())
    # Visitors who never sign in leave sessions too.
    SessionStore.clear_expired()
    queue_reminders(at=clock.now())
    queue_requests(at=clock.now())
    place_waiting_follow_ups(at=clock.now())
    gather_digests(at=clock.now())
    send_due(now=clock.now)


def _make_paper_of(revision: SummaryRevision) -> None:
    try:
        render_paper(paper_of_revision(revision=revision, at=clock.now()).pk)
    except TooManyWaiting:
        logger.warning("Summary %s goes without its PDF: too many papers are waiting", revision.pk)
