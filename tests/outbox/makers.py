"""Messages to send, and what is told of them."""

from datetime import datetime
from itertools import count

from core.rules.working_days import LONDON
from outbox.models import MailPreference, Message

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
numbers = count(1)


def message(partnership, **given) -> Message:
    """A message that waits, of a kind that the tests know."""
    number = next(numbers)
    known = {
        "kind": "duty",
        "about": number,
        "name": f"Person {number}",
        "email": f"person{number}@example.org",
        "reason": "Officer of the partnership",
        "subject": f"Message {number}",
        "path": f"/{partnership.slug}/",
        "message_id": f"<{number}@example.org>",
        "queued_at": MONDAY_NOON,
        "next_attempt_at": MONDAY_NOON,
    }
    return Message.objects.create(partnership=partnership, **(known | given))


def preference(partnership, email, rhythm="at-once", stopped=()):
    return MailPreference.objects.create(partnership=partnership, email=email, rhythm=rhythm, stopped=sorted(stopped))


def told(*fields):
    """What is on record of each message, in the order in which they were made."""
    return list(Message.objects.order_by("pk").values_list(*fields, flat=len(fields) == 1))
