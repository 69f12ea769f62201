"""What may wait for somebody is gathered into one message."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Min

from boards.models import Partnership
from core.acts import act
from core.addresses import address
from core.chores import each
from core.rules.dates import format_date
from core.rules.working_days import london_day
from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, NotYet, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.claims import record_dropped
from outbox.services.composing import compose
from outbox.services.queue import new_message_id

logger = logging.getLogger(__name__)

DIGEST = "digest"
GATHERING = "gather-digests"


@dataclass(frozen=True)
class Entry:
    """One line of a digest."""

    label: str
    subject: str
    url: str
    queued_at: datetime


def gather_digests(*, at: datetime) -> int:
    """Make a digest for everybody whose messages have waited long enough, and return how many were made."""
    due = Message.objects.held().filter(next_attempt_at__lte=at).order_by()
    first_of_each = due.values("partnership", "email").annotate(first=Min("pk")).values("first")
    firsts = Message.objects.filter(pk__in=first_of_each).select_related("partnership").order_by("partnership", "email")
    return each(
        GATHERING,
        firsts,
        lambda first: _gather(partnership=first.partnership, email=first.email, at=at),
        at=at,
        scope=lambda first: first.partnership.slug,
    )


@act("partnership")  # of two workers, the second finds nothing left to gather
def _gather(*, partnership: Partnership, email: str, at: datetime) -> bool:
    waiting = Message.objects.held().filter(partnership=partnership, email=email, next_attempt_at__lte=at)
    latest = waiting.order_by("-queued_at", "-pk").first()
    if latest is None:
        return False
    digest = Message.objects.create(
        partnership=partnership,
        kind=DIGEST,
        about=partnership.pk,
        # A second one on the same day only where the first had gone before the rest was due.
        key=at.isoformat(),
        person=latest.person,
        name=latest.name,
        email=email,
        reason="you chose to get email that can wait in one digest",
        subject=digest_subject(partnership, on=london_day(at)),
        path=address("office:home", partnership.slug),
        message_id=new_message_id(),
        queued_at=at,
        next_attempt_at=at,
    )
    waiting.update(digest=digest)
    return True


@kind(DIGEST, "Digest")
def compose_digest(message: Message, at: datetime) -> Letter:
    """What is still wanted of what it carries, by kind, the newest first."""
    carried = message.carried.filter(state=MessageState.HELD).select_related("partnership", "person")
    entries = [
        entry for one in carried.order_by("kind", "-queued_at", "-pk") if (entry := _entry(one, at=at)) is not None
    ]
    if not entries:
        raise NotWanted("Nothing of what it carried is wanted any more.")
    groups = [(label, list(lines)) for label, lines in groupby(entries, key=lambda entry: entry.label)]
    context = {"groups": groups, "count": len(entries), "may_be_stopped": True}
    return letter("outbox/digest", context, message, digest_subject(message.partnership, on=london_day(at)))


def digest_subject(partnership: Partnership, *, on: date) -> str:
    return f"Digest of {format_date(on)}: {partnership.name}"


def _entry(message: Message, *, at: datetime) -> Entry | None:
    """The message as a line; None for one that is not to be sent, or not with the others."""
    subject = message.subject
    try:
        subject = compose(message, at=at).subject
    except NotYet:
        pass  # what is still being made is an attachment; the page that the line leads to is there
    except NotWanted as reason:
        record_dropped(message=message, reason=str(reason))
        return None
    except Exception:
        # One that cannot be written must not keep the others back: it goes by itself, and fails by itself.
        logger.exception("Message %s is left out of its digest", message.pk)
        Message.objects.filter(pk=message.pk).update(state=MessageState.QUEUED, digest=None)
        return None
    return Entry(message.kind_label, subject, f"{settings.BASE_URL}{message.path}", message.queued_at)
