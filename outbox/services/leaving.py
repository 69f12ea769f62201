"""What ends of somebody's mail when they leave."""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from boards.leaving import Ending, Endings, Leaver
from core.models import User
from core.rules.text import counted
from outbox.choices import MessageState
from outbox.models import Message
from outbox.querysets import MessageQuerySet

WAITING = (MessageState.QUEUED, MessageState.HELD)


def endings(leaver: Leaver) -> Endings:
    """What waits for them is not sent any more, and links in what they were sent do nothing."""
    waiting, sent = _mail_of(leaver).filter(state__in=WAITING), _mail_of(leaver).filter(state=MessageState.SENT)
    found = []
    if count := waiting.count():
        found.append(Ending("mail", f"{_emails(count)} that wait{'s' if count == 1 else ''}", partial(_drop, leaver)))
    if count := sent.count():
        found.append(Ending("links", f"Links in {_emails(count)} sent earlier", _no_link_holds))
    return Endings(always=found)


def _emails(count: int) -> str:
    return counted(count, "email")


def _mail_of(leaver: Leaver) -> MessageQuerySet:
    theirs = Q(email=leaver.email) if leaver.email else Q(pk=None)
    if leaver.person is not None:
        theirs |= Q(person=leaver.person)
    return Message.objects.filter(theirs, partnership=leaver.partnership)


def _drop(leaver: Leaver, _by: User) -> None:
    _mail_of(leaver).filter(state__in=WAITING).update(state=MessageState.DROPPED, last_error=f"{leaver} has left.")


def _no_link_holds(_by: User) -> None:
    """Nothing is to be done: each link asks, whenever it is followed, whether its reader has left (PE-1)."""
