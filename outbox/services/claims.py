"""One message from waiting to sent: each step is a row, so that a dead worker loses nothing."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, F, Value, When

from core.acts import act
from outbox.choices import MessageState
from outbox.faults import in_words, is_for_good
from outbox.kinds import Letter, kinds
from outbox.models import Attempt, Message, SentCopy
from outbox.post import why_it_stays
from outbox.rules import next_attempt
from outbox.services.notices import tell_office

LONGEST_ERROR, LONGEST_SUBJECT = 500, 250


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
        message.refresh_from_db(fields=["may_be_double", "state", "claimed_at", "attempts"])
    return bool(taken)


@act()
def record_sent(*, message: Message, letter: Letter, at: datetime) -> None:
    """The mail server has accepted the letter, and with it the messages that a digest carries; a copy is kept."""
    stays = bool(why_it_stays())
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENT,
        sent_at=at,
        last_error="",
        subject=letter.subject[:LONGEST_SUBJECT],
        stayed_here=stays,
    )
    message.carried.filter(state=MessageState.HELD).update(state=MessageState.SENT, sent_at=at, stayed_here=stays)
    if not kinds[message.kind].is_secret:
        names = [one.filename for one in letter.attachments]
        SentCopy.objects.update_or_create(
            message=message,
            defaults={"subject": letter.subject, "text": letter.text, "html": letter.html, "attachments": names},
        )
    Attempt.objects.create(message=message, made_at=at)


@act()
def record_failed(*, message: Message, error: Exception, at: datetime) -> None:
    """The attempt failed: the message waits for the next one, or is given up, and the office is told."""
    again_at = None if is_for_good(error) else next_attempt(message.attempts, at=at)
    words = in_words(error)[:LONGEST_ERROR]
    # Only the claim that failed: another worker may have taken the message over meanwhile.
    mine = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    changed = mine.update(
        state=MessageState.QUEUED if again_at else MessageState.FAILED,
        next_attempt_at=again_at or at,
        last_error=words,
    )
    Attempt.objects.create(message=message, made_at=at, error=words)
    if changed and again_at is None:
        tell_office(failed=message, at=at)


def release_claim(*, message: Message) -> None:
    """The server took nothing at all: the message waits as if it had not been tried."""
    mine = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claimed_at=message.claimed_at)
    mine.update(state=MessageState.QUEUED, attempts=F("attempts") - 1)


def record_server_away(*, reason: str, at: datetime) -> None:
    """All that is due waits for the server, and says so; none of it has lost an attempt."""
    Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=at).exclude(last_error=reason).update(
        last_error=reason
    )


def record_dropped(*, message: Message, reason: str) -> None:
    """What the message tells of is not so any more: it is not sent, and says why."""
    waiting = (MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)
    Message.objects.filter(pk=message.pk, state__in=waiting).update(
        state=MessageState.DROPPED, last_error=reason[:LONGEST_ERROR]
    )
