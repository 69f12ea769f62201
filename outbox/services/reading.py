"""An officer reads a message: as it was sent, or else as it would be written now."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from outbox.choices import MessageState
from outbox.kinds import Letter, NotWanted, NotYet
from outbox.models import Message, SentCopy
from outbox.services.composing import compose

logger = logging.getLogger(__name__)

NOT_YET = "A PDF that goes with it is still being made. Open this page again in a minute."
FAULT = "The message cannot be written because of a fault in the portal. Tell the people who run it."


@dataclass(frozen=True)
class Reading:
    """What there is to read; without a letter, ``why_not`` says why there is none."""

    letter: Letter | None = None
    attachments: tuple[str, ...] = ()
    is_as_sent: bool = False
    why_not: str = ""


def read_message(message: Message, *, at: datetime) -> Reading:
    """The copy that was kept, or the letter as it would be written at the moment; nothing is changed by looking."""
    copy = SentCopy.objects.filter(message=message).first()
    if copy is not None and message.state == MessageState.SENT:
        return Reading(Letter(copy.subject, copy.text, copy.html), tuple(copy.attachments), is_as_sent=True)
    try:
        letter = _composed(message, at=at)
    except NotYet:
        return Reading(why_not=NOT_YET)
    except NotWanted as reason:
        return Reading(why_not=f"Written now, it would not be sent. {reason}")
    except Exception:
        logger.exception("Message %s cannot be read", message.pk)
        return Reading(why_not=FAULT)
    return Reading(letter, tuple(one.filename for one in letter.attachments))


@transaction.atomic
def _composed(message: Message, *, at: datetime) -> Letter:
    """The letter; what composing a digest notes of the messages that it carries is undone."""
    before = transaction.savepoint()
    try:
        return compose(message, at=at)
    finally:
        transaction.savepoint_rollback(before)
