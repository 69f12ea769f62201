"""What is kept of people in email and of how people want it."""

from __future__ import annotations

from django.db.models import Q

from core.personal import Subject, declare
from outbox.models import Attempt, MailPreference, Message, SentCopy

OF_THE_PORTAL = "the portal's own word"


def _to(subject: Subject, prefix: str = "") -> Q:
    """What was sent to the person, or to an address of theirs."""
    found = Q(**{f"{prefix}person": subject.person})
    if subject.addresses:
        found |= Q(**{f"{prefix}email__in": subject.addresses, f"{prefix}partnership": subject.partnership})
    return found


declare(
    Message,
    copied=("name", "email", "reason", "subject", "last_error", "extra"),
    nothing={OF_THE_PORTAL: ("kind", "key", "path", "message_id")},
    theirs=_to,
    known_by=("name", "email"),
)
declare(Attempt, copied=("error",), theirs=lambda subject: _to(subject, "message__"))
declare(
    SentCopy,
    copied=("subject", "text", "html", "attachments"),
    theirs=lambda subject: _to(subject, "message__"),
)
declare(
    MailPreference,
    copied=("email",),
    nothing={OF_THE_PORTAL: ("stopped",)},
    theirs=lambda subject: Q(partnership=subject.partnership, email__in=subject.addresses),
    go=True,
)
