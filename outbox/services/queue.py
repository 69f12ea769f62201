"""Mail is queued in the transaction of the fact that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings

from boards.models import Organisation, Partnership
from core.models import User
from outbox.choices import MessageState
from outbox.kinds import Kind, kinds
from outbox.models import MailPreference, Message
from outbox.services.preferences import UNSUBSCRIBED, is_stopped, preferences_of, waits_until


@dataclass(frozen=True)
class Addressee:
    """Who is written to, and why. ``person`` is the primary key of the person on record, if there is one."""

    name: str
    email: str
    reason: str
    person: int | None = None

    @property
    def can_be_mailed(self) -> bool:
        """Whoever has no address is listed all the same, and told by other means."""
        return bool(self.email)


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
) -> int:
    """Queue one message for each address, and return how many were new; one that is there already is left alone.

    Nobody is written to without an address, and never twice about the same thing (``kind``, ``about``, ``key``). Who
    prefers a digest gets the message in one, if its kind may wait; who wants no mail of the kind gets none, and the
    outbox says so. ``path`` is shown to officers: never one that lets whoever has it act for somebody else.
    """
    addressed = {one.email.lower(): one for one in to if one.email}
    known = set(Message.objects.of(kind, about).filter(key=key, email__in=addressed).values_list("email", flat=True))
    fresh = [email for email in addressed if email not in known]
    preferred = preferences_of(partnership, fresh)
    Message.objects.bulk_create(
        (
            Message(
                partnership=partnership,
                kind=kind,
                about=about,
                key=key,
                extra=dict(extra or {}),
                person_id=addressed[email].person,
                # A name as an officer typed it may be longer than a message shows.
                name=addressed[email].name[:120],
                email=email,
                reason=addressed[email].reason[:200],
                subject=subject[:250],
                path=path,
                message_id=new_message_id(),
                queued_at=at,
                **_whether_and_when(kinds.get(kind), preferred.get(email), at=at),
            )
            for email in fresh
        ),
        ignore_conflicts=True,
    )
    return len(fresh)


def _whether_and_when(kind: Kind | None, preference: MailPreference | None, *, at: datetime) -> dict[str, Any]:
    if kind and is_stopped(kind, preference):
        return {"state": MessageState.DROPPED, "next_attempt_at": at, "last_error": UNSUBSCRIBED}
    until = waits_until(kind, preference, at=at) if kind else None
    state = MessageState.HELD if until else MessageState.QUEUED
    return {"state": state, "next_attempt_at": until or at}


def write_for(organisation: Organisation, *, former_pk: int) -> None:
    """What waits to be sent for an organisation that is no more is sent for the one into which it was merged."""
    waiting = Message.objects.filter(partnership=organisation.partnership_id, extra__organisation=former_pk)
    for message in waiting.filter(state__in=(MessageState.QUEUED, MessageState.HELD)):
        message.extra["organisation"] = organisation.pk
        message.save(update_fields=["extra"])


def write_to_new_address(user: User, before: str, **_: Any) -> None:
    """What waits to be sent goes to the new address, and how they want email is so for it, too.

    What was sent keeps the address that it went to.
    """
    here = user.role_grants.values("partnership")
    for preference in MailPreference.objects.filter(partnership__in=here, email=before):
        if not MailPreference.objects.filter(partnership=preference.partnership_id, email=user.email).exists():
            preference.email = user.email
            preference.save()
    waiting = Message.objects.filter(partnership__in=here, email=before)
    for message in waiting.filter(state__in=(MessageState.QUEUED, MessageState.HELD)):
        alike = Message.objects.of(message.kind, message.about).filter(key=message.key, email=user.email)
        if not alike.exists():
            message.email = user.email
            message.save(update_fields=["email"])
