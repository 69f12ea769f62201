"""Sending what is due: the oldest first, a chunk at a time, for no longer than a run may take."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from core.chores import each
from core.mail import Mail
from outbox.faults import NotAccepted, ServerAway
from outbox.kinds import Letter, NotWanted, NotYet, kinds
from outbox.letters import stop_url
from outbox.models import Message
from outbox.post import Post
from outbox.services.claims import (
    claim_message,
    record_dropped,
    record_failed,
    record_sent,
    record_server_away,
    release_claim,
)
from outbox.services.composing import compose

logger = logging.getLogger(__name__)

Now = Callable[[], datetime]

# The next run begins a minute after this one.
RUN_TAKES_AT_MOST = timedelta(seconds=45)
CHUNK = 50
SENDING = "send-mail"
FAULT = "The message could not be written because of a fault in the portal."


class Unwritten(Exception):
    """The message could not be written; it is tried again as if the server had refused it."""


def send_due(*, now: Now) -> int:
    """Send what is due, and return how many went. ``now`` is asked anew for each message, as a mailing takes time.

    A message is composed from what is so at this moment; one that fails never stops the others. A server that can't
    be reached ends the run, and costs no message an attempt.
    """
    sent = 0

    def send(message: Message) -> int:
        nonlocal sent
        went = _send(message, post, now=now)
        sent += went
        return went

    with Post() as post:
        try:
            each(
                SENDING,
                _due(now, until=now() + RUN_TAKES_AT_MOST),
                send,
                at=now(),
                scope=lambda message: message.partnership.slug,
                has_own_waits=True,
            )
        except ServerAway as error:
            logger.warning("%s", error)
            record_server_away(reason=str(error), at=now())
    return sent


def _due(now: Now, *, until: datetime) -> Iterator[Message]:
    """What is due, the longest waiting first. Read on from the last one seen, for some stay where they are."""
    due = Message.objects.order_by("next_attempt_at", "pk").select_related("partnership", "person")
    beyond = Q()
    while chunk := list(due.to_send(at=now()).filter(beyond)[:CHUNK]):
        for message in chunk:
            if now() > until:
                return
            yield message
        last = chunk[-1]
        beyond = Q(next_attempt_at__gte=last.next_attempt_at) & (
            Q(next_attempt_at__gt=last.next_attempt_at) | Q(pk__gt=last.pk)
        )


def _send(message: Message, post: Post, *, now: Now) -> bool:
    try:
        letter = _compose(message, at=now())
    except NotYet:
        return False
    except NotWanted as reason:
        record_dropped(message=message, reason=str(reason))
        return False
    except Unwritten as fault:
        if claim_message(message=message, at=now()):
            record_failed(message=message, error=fault, at=now())
        raise
    post.open()
    return claim_message(message=message, at=now()) and _hand_over(message, letter, post, now=now)


def _compose(message: Message, *, at: datetime) -> Letter:
    try:
        return compose(message, at=at)
    except (NotYet, NotWanted):
        raise
    except Exception as error:
        raise Unwritten(FAULT) from error


def _hand_over(message: Message, letter: Letter, post: Post, *, now: Now) -> bool:
    try:
        post.send(as_mail(message, letter))
    except ServerAway:
        release_claim(message=message)
        raise
    except (SMTPException, OSError, ValueError, NotAccepted) as error:
        record_failed(message=message, error=error, at=now())
        return False
    except Exception as error:
        record_failed(message=message, error=Unwritten(FAULT), at=now())
        raise Unwritten(FAULT) from error
    record_sent(message=message, letter=letter, at=now())
    return True


def as_mail(message: Message, letter: Letter) -> Mail:
    """Text beside HTML, and the headers that mail programs sort by."""
    partnership = message.partnership
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{message.kind}.{partnership.slug}.{host}>",
    }
    if not kinds[message.kind].is_duty:
        headers["List-Unsubscribe"] = f"<{stop_url(message)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = Mail(
        subject=letter.subject,
        body=letter.text,
        to=[message.email],
        reply_to=[partnership.office_email] if partnership.office_email else None,
        headers=headers,
    )
    mail.attach_alternative(letter.html, "text/html")
    for one in letter.attachments:
        mail.attach(one.filename, one.content, one.media_type)
    return mail
