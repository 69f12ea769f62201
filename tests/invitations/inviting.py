"""Asking people to a meeting of the PPB, and sending the mail of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from core.rules.working_days import LONDON
from invitations.models import Invitation
from invitations.services.invitations import invite
from outbox.models import Message
from outbox.services.sending import send_due

DAY = date(2026, 12, 8)
NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)


def guest(name, email="", person=None, **given):
    """An invitation that is not sent yet."""
    return Invitation(name=name, email=email, person=person, **given)


def housing():
    return guest("Head of housing", "housing@example.org")


def ask(meeting, *invitations, at=NOON, by=None, **given):
    wanted = invitations or [housing()]
    for one in wanted:
        for name, value in given.items():
            setattr(one, name, value)
    return invite(meeting=meeting, invitations=wanted, by=by, at=at)


def sent():
    """Send what is due, and answer the subjects that went out, by address."""
    send_due(now=lambda: NOON + timedelta(minutes=1))
    return sorted(Message.objects.filter(state="sent").values_list("email", "subject"))
