"""The mail that brings a summary to one person."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from core.rules.dates import format_date
from meetings.models import Delivery, SummaryRevision


def new_message_id() -> str:
    """Made once for each message, so that a second attempt carries the same."""
    return f"<{uuid4()}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def summary_filename(revision: SummaryRevision) -> str:
    """“halton-board-2026-11-16-summary.pdf”: what the attached or downloaded paper is called."""
    meeting = revision.summary.meeting
    body = meeting.body.code if meeting.body else "meeting"
    corrected = "" if revision.number == 1 else f"-{revision.number}"
    return f"{meeting.partnership.slug}-{body}-{meeting.held_on}-summary{corrected}.pdf"


def compose_summary_mail(delivery: Delivery, pdf: bytes | None) -> EmailMultiAlternatives:
    """HTML and text, the PDF where there is one, and a link back to the page."""
    revision = delivery.revision
    meeting = revision.summary.meeting
    partnership = meeting.partnership
    context = {
        "delivery": delivery,
        "revision": revision,
        "meeting": meeting,
        "partnership": partnership,
        "url": f"{settings.BASE_URL}{meeting.get_absolute_url()}",
        "has_pdf": pdf is not None,
    }
    opening = "Summary" if revision.number == 1 else "Corrected summary"
    mail = EmailMultiAlternatives(
        subject=f"{opening}: {meeting.title}, {format_date(meeting.held_on, meeting.held_precision)}",
        body=render_to_string("email/meetings/summary.txt", context),
        to=[delivery.email],
        reply_to=[partnership.office_email] if partnership.office_email else None,
        headers={
            "Message-ID": delivery.message_id,
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<summaries.{partnership.slug}.{_host()}>",
        },
    )
    mail.attach_alternative(render_to_string("email/meetings/summary.html", context), "text/html")
    if pdf is not None:
        mail.attach(summary_filename(revision), pdf, "application/pdf")
    return mail
