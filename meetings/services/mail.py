"""What the mail of a summary says, and what its paper is called."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from meetings.models import SummaryRevision
from meetings.services.recipients import BY_HAND, recipients
from outbox.kinds import Attachment, Letter
from outbox.letters import letter
from outbox.models import Message

# The kind under which messages that carry a summary are queued; ``about`` is the revision's primary key.
SUMMARY = "summary"


def summary_filename(revision: SummaryRevision) -> str:
    """“halton-board-2026-11-16-summary.pdf”: what the attached or downloaded paper is called."""
    meeting = revision.summary.meeting
    body = meeting.body.code if meeting.body else "meeting"
    corrected = "" if revision.number == 1 else f"-{revision.number}"
    return f"{meeting.partnership.slug}-{body}-{meeting.held_on}-summary{corrected}.pdf"


def summary_subject(revision: SummaryRevision) -> str:
    meeting = revision.summary.meeting
    opening = "Summary" if revision.number == 1 else "Corrected summary"
    return f"{opening}: {meeting.title}, {meeting.when}"


def summary_letter(revision: SummaryRevision, message: Message, *, pdf: bytes | None) -> Letter:
    """HTML and text, the PDF where there is one, and a link back to the page."""
    meeting = revision.summary.meeting
    paper = () if pdf is None else (Attachment(summary_filename(revision), pdf, "application/pdf"),)
    context = {
        "revision": revision,
        "meeting": meeting,
        "url": f"{settings.BASE_URL}{meeting.get_absolute_url()}",
        "has_pdf": pdf is not None,
    }
    return letter("meetings/summary", context, message, summary_subject(revision), paper)


def still_entitled(message: Message, *, on: date) -> bool:
    """Whether the person of a queued summary still holds what gave the reason, or was added by hand."""
    if message.extra.get(BY_HAND) or message.person_id is None:
        return True
    revision = SummaryRevision.objects.select_related("summary__meeting__body").get(pk=message.about)
    return bool(recipients(meeting=revision.summary.meeting, on=on, person=message.person_id))
