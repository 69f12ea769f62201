"""Sending what is queued: claim, send, record; every step a row, so that a dead worker loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Case, F, Value, When

from core import audit
from core.models import User
from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, NotYet, kinds
from outbox.models import Message
from outbox.rules import next_attempt

LONGEST_ERROR = 500


class NotFailed(Exception):
    """Only a message that could not be sent is sent again by hand."""


def claim_message(*, message: Message, at: datetime) -> bool:
    """Take a message for sending; False where another worker has it, or it has gone.

    One UPDATE, whose condition the database checks again for the second of two workers. A message that was claimed
    by a worker which died may have gone out already: it goes again, with the same Message-ID, and says so.
    """
    claimed = Message.objects.filter(pk=message.pk).to_send(at=at)
    taken = claimed.update(
        may_be_double=Case(When(state=MessageState.SENDING, then=Value(True)), default=F("may_be_double")),
        state=MessageState.SENDING,
        claimed_at=at,
        attempts=F("attempts") + 1,
    )
    if taken:
        message.refresh_from_db()
    return bool(taken)


def record_sent(*, message: Message, at: datetime) -> None:
    """The mail server has accepted the message."""
    Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=at, last_error="")


def record_failed(*, message: Message, error: str, at: datetime) -> None:
    """The attempt failed: the message waits for the next one, or is given up."""
    again_at = next_attempt(message.attempts, at=at)
    # Only the claim that failed: another worker may have taken the message over meanwhile.
    mine = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    mine.update(
        state=MessageState.QUEUED if again_at else MessageState.FAILED,
        next_attempt_at=again_at or at,
        last_error=error[:LONGEST_ERROR],
    )


def record_dropped(*, message: Message, reason: str) -> None:
    """What the message tells of is not so any more: it is not sent, and says why."""
    Message.objects.filter(pk=message.pk).update(state=MessageState.DROPPED, last_error=reason[:LONGEST_ERROR])


@transaction.atomic
def send_again(*, message: Message, by: User, at: datetime) -> None:
    """Put a message that was given up back in the queue."""
    failed = Message.objects.filter(pk=message.pk, state=MessageState.FAILED)
    if not failed.update(state=MessageState.QUEUED, attempts=0, next_attempt_at=at):
        raise NotFailed
    audit.record("message.sent_again", by=by, about=message, scope=message.partnership.slug, to=message.name)


def send_due(*, now: Callable[[], datetime]) -> int:
    """Send all that is due, and answer how many went. ``now`` is asked anew for each message, as a mailing takes time.

    A message is composed from what is so at this moment; one that fails never stops the others.
    """
    sent = 0
    waiting = Message.objects.to_send(at=now()).order_by("next_attempt_at", "pk")
    for message in waiting.select_related("partnership", "person"):
        try:
            letter = kinds[message.kind].compose(message, now())
        except NotYet:
            continue
        except NotWanted as reason:
            record_dropped(message=message, reason=str(reason))
            continue
        if claim_message(message=message, at=now()):
            sent += _send(message, letter, now=now)
    return sent


def _send(message: Message, letter: Letter, *, now: Callable[[], datetime]) -> bool:
    try:
        as_mail(message, letter).send()
    except (SMTPException, OSError, ValueError) as error:
        record_failed(message=message, error=_in_words(error), at=now())
        return False
    record_sent(message=message, at=now())
    return True


def as_mail(message: Message, letter: Letter) -> EmailMultiAlternatives:
    """Text beside HTML, and the headers that mail programs sort by."""
    partnership = message.partnership
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[message.email],
        reply_to=[partnership.office_email] if partnership.office_email else None,
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<{message.kind}.{partnership.slug}.{host}>",
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    for one in letter.attachments:
        mail.attach(one.filename, one.content, one.media_type)
    return mail


def _in_words(error: Exception) -> str:
    """What the mail server said, without the markup of the exception."""
    answers = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else [error.args]
    parts = [part.decode(errors="replace") if isinstance(part, bytes) else str(part) for one in answers for part in one]
    return " ".join(parts) or type(error).__name__
