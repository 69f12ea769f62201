"""Reads of messages; the moment and the reader are arguments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from boards.choices import Role
from boards.roles import partnerships_with_role
from outbox.choices import MessageState

if TYPE_CHECKING:
    from core.models import User
    from outbox.models import Message

    Reader = User | AnonymousUser

# A claim older than this was made by a worker that died: the message is sent again.
CLAIM_LASTS = timedelta(minutes=5)


# A worker looks every minute: what is due for longer is stuck, and the office should know.
STUCK_AFTER = timedelta(minutes=15)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Reader) -> Self:
        """Who was sent what is for the partnership's officers."""
        return self.filter(partnership__in=partnerships_with_role(user, Role.OFFICER))

    def of(self, kind: str, about: int) -> Self:
        """The messages of one kind about one thing."""
        return self.filter(kind=kind, about=about)

    def to_send(self, *, at: datetime) -> Self:
        """Waiting and due, or claimed by a worker that has died since."""
        waiting = Q(state=MessageState.QUEUED, next_attempt_at__lte=at)
        abandoned = Q(state=MessageState.SENDING, claimed_at__lt=at - CLAIM_LASTS)
        return self.filter(waiting | abandoned)

    def held(self) -> Self:
        """Waiting for a digest, and not in one yet."""
        return self.filter(state=MessageState.HELD, digest=None)

    def stuck(self, *, at: datetime) -> Self:
        """Due for longer than any worker that runs would leave them."""
        return self.filter(state=MessageState.QUEUED, next_attempt_at__lt=at - STUCK_AFTER)
