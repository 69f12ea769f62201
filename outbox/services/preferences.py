"""How somebody wants to be written to: read for all addressees at once, changed with or without a sign-in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from boards.models import Partnership
from core import audit
from core.acts import Refused, act
from core.models import User
from outbox.choices import MessageState, Rhythm
from outbox.kinds import Kind, kinds
from outbox.models import MailPreference, Message
from outbox.rules import digest_due, rhythm_for

UNSUBSCRIBED = "They asked not to be sent this kind of email."


def preferences_of(partnership: Partnership, emails: Iterable[str]) -> dict[str, MailPreference]:
    """What each address prefers, by address; one query, and nothing for those who never said."""
    known = MailPreference.objects.filter(partnership=partnership, email__in=list(emails))
    return {one.email: one for one in known}


def preference_of(partnership: Partnership, email: str) -> MailPreference:
    """What one address prefers; where nothing was ever said, each message at once, not saved."""
    email = email.lower()
    known = MailPreference.objects.filter(partnership=partnership, email=email).first()
    return known or MailPreference(partnership=partnership, email=email)


def is_stopped(kind: Kind, preference: MailPreference | None) -> bool:
    return preference is not None and not kind.is_duty and kind.slug in preference.stopped


def waits_until(kind: Kind, preference: MailPreference | None, *, at: datetime) -> datetime | None:
    """The digest that a message of the kind waits for; None: it goes at once."""
    wanted = Rhythm(preference.rhythm) if preference else Rhythm.AT_ONCE
    rhythm = rhythm_for(wanted, kind.waits_for)
    return None if rhythm == Rhythm.AT_ONCE else digest_due(rhythm, after=at)


@act("partnership")
def set_preferences(
    *,
    partnership: Partnership,
    email: str,
    rhythm: Rhythm,
    stopped: Collection[str],
    by: User | None,
    at: datetime,
) -> bool:
    """Write down what an address prefers, and apply it to what waits. False where that was so already.

    ``by`` is None for somebody who followed the link in an email.
    """
    preference = preference_of(partnership, email)
    wanted = (rhythm.value, sorted({slug for slug in stopped if slug in kinds and not kinds[slug].is_duty}))
    if (preference.rhythm, preference.stopped) == wanted:
        return False
    preference.rhythm, preference.stopped = wanted
    preference.save()
    _apply(preference, at=at)
    audit.record(
        "mail_preference.changed",
        by=by,
        about=preference,
        scope=partnership.slug,
        rhythm=rhythm.value,
        stopped=preference.stopped,
    )
    return True


def stop_kind(*, partnership: Partnership, email: str, kind: str, at: datetime) -> bool:
    """Send this address no more email of one kind, as someone chose “unsubscribe”. Raises ``Refused``."""
    if kind not in kinds or kinds[kind].is_duty:
        raise Refused("You cannot unsubscribe from this email, because it goes with a role or an invitation")
    preference = preference_of(partnership, email)
    return set_preferences(
        partnership=partnership,
        email=email,
        rhythm=Rhythm(preference.rhythm),
        stopped={*preference.stopped, kind},
        by=None,
        at=at,
    )


def _apply(preference: MailPreference, *, at: datetime) -> None:
    """What waits for a digest waits for the one that is preferred now, is sent at once, or is not sent at all."""
    waiting = Message.objects.filter(
        partnership=preference.partnership_id, email=preference.email, state=MessageState.HELD, digest=None
    )
    for slug in set(waiting.order_by().values_list("kind", flat=True)) & set(kinds):
        of_kind = waiting.filter(kind=slug)
        if is_stopped(kinds[slug], preference):
            of_kind.update(state=MessageState.DROPPED, last_error=UNSUBSCRIBED)
        elif until := waits_until(kinds[slug], preference, at=at):
            of_kind.update(next_attempt_at=until)
        else:
            of_kind.update(state=MessageState.QUEUED, next_attempt_at=at)
