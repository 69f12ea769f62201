"""The PDF of a published summary, and the mail that carries it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django_q.tasks import async_task

from core.models import RenderedFile
from core.rules.working_days import london_day
from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, NotYet
from outbox.letters import can_attach
from outbox.models import Message
from reports.choices import PaperKind
from reports.services.papers import ask_for_paper, remake_lost
from summaries.mail import SUMMARY, still_entitled, summary_filename, summary_letter
from summaries.models import SummaryRevision

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
    waiting = Message.objects.filter(
        kind=SUMMARY, state__in=(MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)
    )
    lost = SummaryRevision.objects.filter(paper=None, published_at__lt=at - PAPER_EXPECTED_WITHIN)
    return list(lost.filter(pk__in=waiting.values("about")).order_by("pk")[:MADE_UP_FOR_AT_MOST])


def compose_summary(message: Message, at: datetime) -> Letter:
    """The mail waits while its PDF is being made, and goes without one that can't be made."""
    known = SummaryRevision.objects.filter(pk=message.about, summary__published_at__isnull=False)
    revision = known.select_related("paper", "summary__meeting__partnership", "summary__meeting__body").first()
    # Asked at the last moment: nothing goes out that is not published.
    if revision is None:
        raise NotWanted("The summary is not published.")
    if not still_entitled(message, on=london_day(at)):
        raise NotWanted(f"{message.name} is no longer on the list of those who get it.")
    may_wait = at - message.queued_at < MAIL_WAITS_AT_MOST
    return summary_letter(revision, message, pdf=pdf_of(revision, at=at, may_wait=may_wait))


def pdf_of(revision: SummaryRevision, *, at: datetime, may_wait: bool) -> bytes | None:
    """The finished PDF of a revision; None where there is none. Raises ``NotYet`` where the mail may wait for it.

    One that is lost from the disk is made anew, for those who follow the link.
    """
    if not can_attach():
        return None
    paper = revision.paper
    if paper is None:
        if at - revision.published_at < PAPER_EXPECTED_WITHIN:
            raise NotYet
        return None
    if paper.is_lost:
        remake_lost(paper=paper, at=at)
    if not paper.is_finished and may_wait:
        raise NotYet
    if paper.state != RenderedFile.State.DONE:
        return None
    with paper.file.open("rb") as file:
        content: bytes = file.read()
    return content
