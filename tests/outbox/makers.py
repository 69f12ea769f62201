"""Messages of kinds that only the tests know."""

from datetime import datetime
from itertools import count

from core.rules.working_days import LONDON
from outbox.models import Message

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
numbers = count(1)


def message(partnership, **given) -> Message:
    """A message that waits, of the kind “given-up”, which the outbox itself knows."""
    number = next(numbers)
    known = {
        "kind": "given-up",
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
