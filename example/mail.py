"""What became of the mail of the made-up cycle: it went out at its time, save what could not be delivered."""

from datetime import datetime, timedelta

from django.db.models import F

from boards.models import Partnership
from example.content import demo_people
from outbox.choices import MessageState, Rhythm
from outbox.models import Attempt, Message
from outbox.rules import ATTEMPTS, RETRY_WAITS
from outbox.services.notices import tell_office
from outbox.services.preferences import set_preferences

TAKEN_AFTER = timedelta(minutes=1)


def let_mail_have_gone(partnership: Partnership, *, now: datetime) -> None:
    """Nothing of it is left to go out now; who prefers a digest gets one from now on."""
    failed = partnership.messages.filter(state=MessageState.FAILED)
    for message in failed:
        _give_up(message)
    waiting = partnership.messages.filter(state__in=(MessageState.QUEUED, MessageState.HELD))
    waiting.update(
        state=MessageState.SENT,
        attempts=1,
        claimed_at=F("queued_at"),
        sent_at=F("queued_at") + TAKEN_AFTER,
        stayed_here=True,
    )
    went = partnership.messages.filter(state=MessageState.SENT, tries=None)
    Attempt.objects.bulk_create(Attempt(message=one, made_at=one.sent_at) for one in went if one.sent_at)
    for demo in demo_people():
        if demo.rhythm:
            set_preferences(
                partnership=partnership, email=demo.email, rhythm=Rhythm(demo.rhythm), stopped=[], by=None, at=now
            )


def _give_up(message: Message) -> None:
    """It was tried as often as any message is, and the office was told."""
    moment = message.queued_at
    tries = [moment := moment + wait for wait in (TAKEN_AFTER, *RETRY_WAITS)]
    Attempt.objects.bulk_create(Attempt(message=message, made_at=at, error=message.last_error) for at in tries)
    message.attempts = ATTEMPTS
    message.save()
    tell_office(failed=message, at=moment)
