"""Sending what was published: claim, send, record; every step a row, so that a dead worker loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db import transaction
from django.db.models import Case, F, Value, When

from core import audit
from core.models import User
from meetings.choices import DeliveryState
from meetings.models import Delivery, SummaryRevision
from meetings.rules import next_attempt
from meetings.services.mail import compose_summary_mail

LONGEST_ERROR = 500
NOT_PUBLISHED = "Not sent: the summary is not published."


class NotFailed(Exception):
    """Only a message that could not be sent is sent again by hand."""


class PdfPending(Exception):
    """The PDF of a summary is still being made: its mail waits for it."""


def claim_delivery(*, delivery: Delivery, at: datetime) -> bool:
    """Take a message for sending; False where another worker has it, or it has gone.

    One UPDATE, whose condition the database checks again for the second of two workers. A message that was claimed
    by a worker which died may have gone out already: it goes again, with the same Message-ID, and says so.
    """
    claimed = Delivery.objects.filter(pk=delivery.pk).to_send(at=at)
    taken = claimed.update(
        may_be_double=Case(When(state=DeliveryState.SENDING, then=Value(True)), default=F("may_be_double")),
        state=DeliveryState.SENDING,
        claimed_at=at,
        attempts=F("attempts") + 1,
    )
    if taken:
        delivery.refresh_from_db()
    return bool(taken)


def record_sent(*, delivery: Delivery, at: datetime) -> None:
    """The mail server has accepted the message."""
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.SENT, sent_at=at, last_error="")


def record_failed(*, delivery: Delivery, error: str, at: datetime) -> None:
    """The attempt failed: the message waits for the next one, or is given up."""
    again_at = next_attempt(delivery.attempts, at=at)
    # Only the claim that failed: another worker may have taken the message over meanwhile.
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, claimed_at=delivery.claimed_at)
    mine.update(
        state=DeliveryState.QUEUED if again_at else DeliveryState.FAILED,
        next_attempt_at=again_at or at,
        last_error=error[:LONGEST_ERROR],
    )


@transaction.atomic
def send_again(*, delivery: Delivery, by: User, at: datetime) -> None:
    """Put a message that was given up back in the queue."""
    failed = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    if not failed.update(state=DeliveryState.QUEUED, attempts=0, next_attempt_at=at):
        raise NotFailed
    meeting = delivery.revision.summary.meeting
    audit.record("delivery.sent_again", by=by, about=delivery, scope=meeting.partnership.slug, to=delivery.name)


def send_due(*, now: Callable[[], datetime], pdf_for: Callable[[SummaryRevision], bytes | None]) -> int:
    """Send all that is due, and answer how many went. ``now`` is asked anew for each message, as a mailing takes time.

    ``pdf_for`` answers the PDF of a revision, or None where there is none to attach; it raises ``PdfPending`` while
    that is not known yet. A message that fails never stops the others.
    """
    sent = 0
    waiting = Delivery.objects.to_send(at=now()).order_by("next_attempt_at", "pk")
    papers: dict[int, bytes | None] = {}
    pending: set[int] = set()
    for delivery in waiting.select_related(
        "revision__summary__meeting__partnership", "revision__summary__meeting__body"
    ):
        revision = delivery.revision
        if revision.pk not in papers and revision.pk not in pending:
            try:
                papers[revision.pk] = pdf_for(revision)
            except PdfPending:
                pending.add(revision.pk)
        if revision.pk in pending:
            continue
        if not claim_delivery(delivery=delivery, at=now()):
            continue
        sent += _send(delivery, pdf=papers[revision.pk], now=now)
    return sent


def _send(delivery: Delivery, *, pdf: bytes | None, now: Callable[[], datetime]) -> bool:
    # Asked again at the last moment: nothing goes out that is not published.
    if not SummaryRevision.objects.filter(pk=delivery.revision_id, summary__published_at__isnull=False).exists():
        record_failed(delivery=delivery, error=NOT_PUBLISHED, at=now())
        return False
    try:
        compose_summary_mail(delivery, pdf).send()
    except (SMTPException, OSError, ValueError) as error:
        record_failed(delivery=delivery, error=_in_words(error), at=now())
        return False
    record_sent(delivery=delivery, at=now())
    return True


def _in_words(error: Exception) -> str:
    """What the mail server said, without the markup of the exception."""
    answers = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else [error.args]
    parts = [part.decode(errors="replace") if isinstance(part, bytes) else str(part) for one in answers for part in one]
    return " ".join(parts) or type(error).__name__
