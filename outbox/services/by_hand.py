"""What officers do to messages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from boards.models import Partnership
from core import audit
from core.models import User
from outbox.choices import MessageState
from outbox.models import Message


class NotFailed(Exception):
    """Only a message that could not be sent is sent again by hand."""


class NotWaiting(Exception):
    """Only a message that has not been sent yet can be stopped."""


@transaction.atomic
def send_again(*, message: Message, by: User, at: datetime) -> None:
    """Put a message that was given up back in the queue. Raises ``NotFailed``."""
    failed = Message.objects.filter(pk=message.pk, state=MessageState.FAILED)
    if not failed.update(state=MessageState.QUEUED, attempts=0, next_attempt_at=at):
        raise NotFailed
    audit.record("message.sent_again", by=by, about=message, scope=message.partnership.slug, to=message.name)


@transaction.atomic
def send_all_again(*, partnership: Partnership, by: User, at: datetime) -> int:
    """Put all that was given up back in the queue, and return how many."""
    failed = Message.objects.filter(partnership=partnership, state=MessageState.FAILED)
    count = failed.update(state=MessageState.QUEUED, attempts=0, next_attempt_at=at)
    if count:
        audit.record("message.all_sent_again", by=by, about=partnership, scope=partnership.slug, messages=count)
    return count


@transaction.atomic
def stop_message(*, message: Message, by: User) -> None:
    """Keep a message, and what a digest carries, from being sent. Raises ``NotWaiting``."""
    reason = f"Stopped by {by}"
    waiting = Message.objects.filter(pk=message.pk, state__in=(MessageState.QUEUED, MessageState.HELD))
    if not waiting.update(state=MessageState.DROPPED, last_error=reason):
        raise NotWaiting
    message.carried.filter(state=MessageState.HELD).update(state=MessageState.DROPPED, last_error=reason)
    audit.record("message.stopped", by=by, about=message, scope=message.partnership.slug, to=message.name)
