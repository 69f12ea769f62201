"""Mail is queued in the transaction of the fact that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings

from boards.models import Partnership
from outbox.models import Message


@dataclass(frozen=True)
class Addressee:
    """Who is written to, and why. ``person`` is the primary key of the person on record, if there is one."""

    name: str
    email: str
    reason: str
    person: int | None = None


def new_message_id() -> str:
    """Made once for each message, so that a second attempt carries the same."""
    return f"<{uuid4()}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


def queue_mail(
    *,
    partnership: Partnership,
    kind: str,
    about: int,
    to: Iterable[Addressee],
    subject: str,
    path: str,
    at: datetime,
    key: str = "",
    extra: Mapping[str, Any] | None = None,
    is_made_up: bool = False,
) -> int:
    """Queue one message for each address, and answer how many were new; one that is there already is left alone.

    Nobody is written to without an address, and never twice about the same thing (``kind``, ``about``, ``key``).
    """
    addressed = {one.email.casefold(): one for one in to if one.email}
    known = set(Message.objects.of(kind, about).filter(key=key).values_list("email", flat=True))
    fresh = [one for one in addressed.values() if one.email not in known]
    Message.objects.bulk_create(
        (
            Message(
                partnership=partnership,
                kind=kind,
                about=about,
                key=key,
                extra=dict(extra or {}),
                person_id=one.person,
                name=one.name,
                email=one.email,
                reason=one.reason,
                subject=subject[:250],
                path=path,
                message_id=new_message_id(),
                queued_at=at,
                next_attempt_at=at,
                is_made_up=is_made_up,
            )
            for one in fresh
        ),
        ignore_conflicts=True,
    )
    return len(fresh)
