"""The PDF of a published summary, from what its publication froze: how it is drawn, asked for and delivered."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string

from attendance.choices import AttendanceState
from core import clock
from core.acts import act
from core.chores import each
from core.models import RenderedFile
from core.papers import MAKING_PAPERS, PrintedPage, TooManyWaiting, ask_for_paper, remake, remake_lost, render_paper
from core.rules.dates import format_time
from meetings.models import Meeting
from outbox.choices import MessageState
from outbox.kinds import NotYet
from outbox.letters import can_attach
from outbox.models import Message
from outbox.services.sending import send_due
from summaries.choices import SUMMARY
from summaries.models import SummaryVersion

logger = logging.getLogger(__name__)

# A task that lives makes the paper within seconds; a version as old as this without one has lost its task.
PAPER_EXPECTED_WITHIN = timedelta(minutes=1)
MADE_UP_FOR_AT_MOST = 20
# Longer than a paper needs even after its worker died; a summary that arrives in time matters more than its PDF.
MAIL_WAITS_AT_MOST = timedelta(minutes=10)
GROUPS = (
    (AttendanceState.PRESENT, "Present"),
    (AttendanceState.ONLINE, "Joined online"),
    (AttendanceState.DEPUTY, "Represented by a deputy"),
    (AttendanceState.APOLOGIES, "Apologies"),
    (AttendanceState.LEAVE, "Leave of absence"),
    (AttendanceState.ABSENT, "Absent"),
)


def page(paper: RenderedFile) -> PrintedPage:
    """The paper of the version that ``about`` names."""
    version = SummaryVersion.objects.select_related(
        "summary__meeting__body", "summary__meeting__partnership", "published_by"
    ).get(pk=paper.about["version"])
    meeting = version.summary.meeting
    html = render_to_string("pdf/summaries/summary.html", context(version, meeting))
    return PrintedPage(html=html, accent=meeting.partnership.accent)


def context(version: SummaryVersion, meeting: Meeting) -> dict[str, Any]:
    """All that the paper shows."""
    partnership = meeting.partnership
    return {
        "language": "en-GB",
        "title": f"Summary: {meeting.title}, {meeting.when}",
        "author": partnership.name,
        "running_head": partnership.name,
        "running_foot": f"Summary: {meeting.title}",
        "example_note": partnership.example_note,
        "version": version,
        "meeting": meeting,
        "facts": facts(meeting),
        "attendance": attendance(version),
        "actions": version.actions_agreed,
    }


def facts(meeting: Meeting) -> list[dict[str, str]]:
    """When and where, in the order in which people ask."""
    when = meeting.when
    if meeting.starts_at:
        when += f", {format_time(meeting.starts_at)}"
        if meeting.ends_at:
            when += f" to {format_time(meeting.ends_at)}"
    known = [("Date", when), ("Place", meeting.venue), ("Body", meeting.body.name if meeting.body else "")]
    return [{"name": name, "text": text} for name, text in known if text]


def attendance(version: SummaryVersion) -> list[dict[str, Any]]:
    """Who was there, grouped, body by body where several met jointly; groups of nobody are left out."""
    marked = version.seats_marked
    bodies = dict.fromkeys(seat.body for seat in marked)
    grouped = [
        {
            "heading": f"{body}: {heading[0].lower()}{heading[1:]}" if body else heading,
            "seats": [seat for seat in marked if (seat.state, seat.body) == (state, body)],
        }
        for body in bodies
        for state, heading in GROUPS
    ]
    return [group for group in grouped if group["seats"]]


@act("version")
def paper_of_version(*, version: SummaryVersion, at: datetime) -> RenderedFile:
    """The one paper of a version; asked for if there is none yet."""
    if version.paper is not None:
        return version.paper
    paper = ask_for_paper(
        kind=SUMMARY,
        scope=version.summary.meeting.partnership.slug,
        about={"version": version.pk},
        filename=version.pdf_filename,
        is_public=True,
        by=None,
        at=at,
    )
    # Past the history of what people do: nobody changed the summary.
    SummaryVersion.objects.filter(pk=version.pk).update(paper=paper)
    return paper


def remake_papers(changed: Mapping[type[Model], Collection[int]], at: datetime, **_: Any) -> None:
    """Somebody's name was taken out of published versions: their PDFs are made again without it."""
    for paper in RenderedFile.objects.filter(summary_version__in=changed.get(SummaryVersion, ())):
        remake(paper=paper, at=at)


def deliver_summary(version_pk: int) -> None:
    """The worker's task after a publication: make the PDF, once, and send what is due with it.

    If the task is lost, ``ask_for_lost_papers`` finds the waiting rows.
    """
    version = SummaryVersion.objects.get(pk=version_pk)
    if paper := _paper_or_none(version):
        render_paper(paper.pk)
    send_due(now=clock.now)


def ask_for_lost_papers(*, at: datetime) -> int:
    """Ask for the papers of what was published, has mail waiting and no paper: the task that makes it was lost."""
    waiting = Message.objects.filter(
        kind=SUMMARY, state__in=(MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)
    )
    lost = SummaryVersion.objects.filter(paper=None, published_at__lt=at - PAPER_EXPECTED_WITHIN)
    found = lost.filter(pk__in=waiting.values("about")).order_by("pk")[:MADE_UP_FOR_AT_MOST]
    return each(
        MAKING_PAPERS,
        found,
        lambda version: bool(_paper_or_none(version)),
        at=at,
        scope=lambda version: version.summary.meeting.partnership.slug,
    )


def _paper_or_none(version: SummaryVersion) -> RenderedFile | None:
    try:
        return paper_of_version(version=version, at=clock.now())
    except TooManyWaiting:
        logger.warning("Summary %s goes without its PDF: too many papers are waiting", version.pk)
        return None


def send_with_paper(paper: RenderedFile, **_: object) -> None:
    """Send the mail that waited for the paper: a receiver of ``core.papers.paper_settled``."""
    if paper.kind == SUMMARY:
        send_due(now=clock.now)


def pdf_of(version: SummaryVersion, *, at: datetime, may_wait: bool) -> bytes | None:
    """The finished PDF of a version; None where there is none. Raises ``NotYet`` where the mail may wait for it.

    One that is lost from the disk is made anew, for those who follow the link.
    """
    if not can_attach():
        return None
    paper = version.paper
    if paper is None:
        if at - version.published_at < PAPER_EXPECTED_WITHIN:
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
