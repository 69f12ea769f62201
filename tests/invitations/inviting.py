"""Asking people to a meeting of the PPB, and sending the mail of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.rules.working_days import LONDON
from invitations.services.invitations import Invitee, invite
from outbox.models import Message
from outbox.services.sending import send_due

DAY = date(2026, 12, 8)
NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
HOUSING = Invitee("Head of housing", "housing@example.org")


def ask(meeting, *invitees, at=NOON, **given):
    return invite(meeting=meeting, invitees=invitees or [HOUSING], by=None, at=at, **given)


def sent():
    """Send what is due, and answer the subjects that went out, by address."""
    send_due(now=lambda: NOON + timedelta(minutes=1))
    return sorted(Message.objects.filter(state="sent").values_list("email", "subject"))
