"""The notice to officers that a member asks for follow-up."""

from __future__ import annotations

from datetime import datetime

from core.addresses import address
from core.rules.working_days import london_day
from meetings.services.reminders import reminded_by
from outbox.kinds import Letter, NotWanted
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import queue_mail
from recommendations.models import FollowUp

# The kind of these messages; ``about`` is the follow-up's primary key.
FOLLOW_UP = "follow-up"


def tell_officers_of(follow_up: FollowUp, *, at: datetime) -> None:
    """Queue a notice for each officer but the one who asks."""
    recommendation = follow_up.recommendation
    partnership = recommendation.partnership
    officers = reminded_by(partnership, on=london_day(at))
    queue_mail(
        partnership=partnership,
        kind=FOLLOW_UP,
        about=follow_up.pk,
        to=[one for one in officers if one.email != follow_up.asked_by.email],
        subject=follow_up_subject(follow_up),
        path=f"{address('recommendations:detail', partnership.slug, recommendation.pk)}#follow-up",
        at=at,
        is_made_up=follow_up.is_made_up,
    )


def follow_up_subject(follow_up: FollowUp) -> str:
    recommendation = follow_up.recommendation
    return f"Follow-up asked for: recommendation {recommendation.number}, {recommendation.title}"


def compose_follow_up(message: Message, at: datetime) -> Letter:
    """Not wanted once it is settled or taken back, or by who is no officer any more."""
    rows = FollowUp.objects.select_related("recommendation", "asked_by", "item__meeting")
    follow_up = rows.get(pk=message.about)
    if follow_up.settled_at is not None:
        raise NotWanted("The follow-up has been settled or taken back meanwhile.")
    officers = reminded_by(message.partnership, on=london_day(at))
    if message.email.casefold() not in {one.email.casefold() for one in officers}:
        raise NotWanted(f"{message.name} is not an officer of the partnership any more.")
    return letter("recommendations/follow_up", {"follow_up": follow_up}, message, follow_up_subject(follow_up))
