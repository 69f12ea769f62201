"""What officers do to messages."""

from __future__ import annotations

from datetime import datetime

from boards.models import Partnership
from core import audit
from core.acts import act
from core.models import User
from outbox.choices import MessageState
from outbox.models import Message


@act()
def send_again(*, message: Message, by: User, at: datetime) -> bool:
    """Put a message that was given up back in the queue; False where it did not fail, or goes again already."""
    # The state is asked for in the UPDATE itself: the worker may have taken the message a moment ago.
    failed = Message.objects.filter(pk=message.pk, state=MessageState.FAILED)
    changed = bool(failed.update(state=MessageState.QUEUED, attempts=0, next_attempt_at=at))
    if changed:
        audit.record("message.sent_again", by=by, about=message, scope=message.partnership.slug, to=message.name)
    return changed


@act()
def send_all_again(*, partnership: Partnership, by: User, at: datetime) -> int:
    """Put all that was given up back in the queue, and return how many."""
    failed = Message.objects.filter(partnership=partnership, state=MessageState.FAILED)
    count = failed.update(state=MessageState.QUEUED, attempts=0, next_attempt_at=at)
    if count:
        audit.record("message.all_sent_again", by=by, about=partnership, scope=partnership.slug, messages=count)
    return count


@act()
def stop_message(*, message: Message, by: User) -> bool:
    """Keep a message, and what a digest carries, from being sent; False where it does not wait any more."""
    reason = f"Stopped by {by}"
    waiting = Message.objects.filter(pk=message.pk, state__in=(MessageState.QUEUED, MessageState.HELD))
    if not waiting.update(state=MessageState.DROPPED, last_error=reason):
        return False
    message.carried.filter(state=MessageState.HELD).update(state=MessageState.DROPPED, last_error=reason)
    audit.record("message.stopped", by=by, about=message, scope=message.partnership.slug, to=message.name)
    return True
