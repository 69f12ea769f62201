"""The PDF of a published summary, and the mail that carries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django_q.tasks import async_task

from core.models import RenderedFile
from meetings.models import SummaryRevision
from meetings.services.delivery import PdfPending, send_due
from meetings.services.mail import summary_filename
from reports.choices import PaperKind
from reports.services.papers import ask_for_paper

# A task that lives makes the paper within seconds; a revision as old as this without one has lost its task.
PAPER_EXPECTED_WITHIN = timedelta(minutes=1)
MADE_UP_FOR_AT_MOST = 20
# Longer than a paper needs even after its worker died; a summary that arrives in time matters more than its PDF.
MAIL_WAITS_AT_MOST = timedelta(minutes=10)


@transaction.atomic
def paper_of_revision(*, revision: SummaryRevision, at: datetime) -> RenderedFile:
    """The one paper of a revision; asked for if there is none yet."""
    locked = SummaryRevision.objects.select_for_update().get(pk=revision.pk)
    if locked.paper is not None:
        return locked.paper
    paper = ask_for_paper(
        kind=PaperKind.SUMMARY,
        scope=locked.summary.meeting.partnership.slug,
        about={"revision": locked.pk},
        filename=summary_filename(locked),
        is_public=True,
        by=None,
        at=at,
    )
    # Past the history of what people do: nobody changed the summary.
    SummaryRevision.objects.filter(pk=locked.pk).update(paper=paper)
    return paper


def queue_summary(revision: SummaryRevision) -> None:
    """Hand a published summary to the worker. If that is lost, ``tend_queue`` finds the waiting rows."""
    async_task("reports.tasks.deliver_summary", revision.pk)


def revisions_without_paper(*, at: datetime) -> list[SummaryRevision]:
    """Published with mail still waiting, but no paper: the task that should have made it was lost."""
    return list(
        SummaryRevision.objects.filter(paper=None, published_at__lt=at - PAPER_EXPECTED_WITHIN)
        .filter(deliveries__state__in=("queued", "sending"))
        .distinct()
        .order_by("pk")[:MADE_UP_FOR_AT_MOST]
    )


def send_summaries(*, now: Callable[[], datetime]) -> int:
    """Send what is due. The mail waits while its PDF is being made, and goes without one that can't be made."""
    return send_due(now=now, pdf_for=lambda revision: pdf_of(revision, at=now()))


def pdf_of(revision: SummaryRevision, *, at: datetime) -> bytes | None:
    """The finished PDF of a revision; None where there will be none. Raises ``PdfPending`` while it is awaited."""
    paper = SummaryRevision.objects.select_related("paper").get(pk=revision.pk).paper
    if paper is None:
        if at - revision.published_at < PAPER_EXPECTED_WITHIN:
            raise PdfPending
        return None
    if not paper.is_finished and at - paper.asked_at < MAIL_WAITS_AT_MOST:
        raise PdfPending
    if paper.state != RenderedFile.State.DONE:
        return None
    with paper.file.open("rb") as file:
        content: bytes = file.read()
    return content
