"""What a message says at the moment: asked when it is sent, gathered into a digest, or read by an officer."""

from __future__ import annotations

from datetime import date, datetime

from boards.leaving import has_left, is_switched_off
from core.rules.working_days import london_day
from outbox.kinds import Letter, NotWanted, kinds
from outbox.models import Message
from outbox.services.preferences import UNSUBSCRIBED, is_stopped, preference_of


def why_not_written_to(message: Message, *, on: date) -> str:
    """Why its reader gets no mail of the partnership any more, in a sentence; empty while they do."""
    if is_switched_off(message.email):
        return f"The account of {message.name} is switched off."
    if message.person is not None and has_left(message.person, on=on):
        return f"{message.name} has left."
    return ""


def compose(message: Message, *, at: datetime) -> Letter:
    """Write the message as things are now. Raises ``NotYet`` or ``NotWanted``; any other exception is a fault.

    The row may be hours old: whoever has left since, or has asked for no such mail, gets none.
    """
    kind = kinds[message.kind]
    if not kind.is_duty and is_stopped(kind, preference_of(message.partnership, message.email)):
        raise NotWanted(UNSUBSCRIBED)
    letter = kind.compose(message, at)
    if reason := why_not_written_to(message, on=london_day(at)):
        raise NotWanted(reason)
    return letter
