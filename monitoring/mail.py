"""Those who decide on a request for follow-up are told of it, and the member of what they decided."""

from __future__ import annotations

from datetime import date, datetime

from boards.choices import Position
from boards.models import Appointment, Person
from core.addresses import address
from core.rules.working_days import london_day
from monitoring.models import FollowUp
from outbox.kinds import Letter, NotWanted, kind
from outbox.letters import letter
from outbox.models import Message
from outbox.services.queue import Addressee, queue_mail
from recommendations.models import Recommendation
from summaries.mail import MAY_WAIT
from summaries.services.reminders import reminded_by

# The kinds of these messages; ``about`` is the follow-up's primary key.
FOLLOW_UP, FOLLOW_UP_DECIDED = "follow-up", "follow-up-decided"


def deciders(recommendation: Recommendation, *, on: date) -> list[Addressee]:
    """The partnership's officers, and the chair of the PPB that commissioned the report, if they can sign in."""
    officers = reminded_by(recommendation.partnership, on=on)
    known = {one.email.casefold() for one in officers}
    chairs = Appointment.objects.current(on=on).filter(
        position=Position.CHAIR,
        body__partnership=recommendation.partnership_id,
        body__kind__scrutinises=True,
        person__user__is_active=True,
    )
    if commissioner := recommendation.topic_group.commissioned_by_id:
        chairs = chairs.filter(body=commissioner)
    people = {one.person.pk: (one.person, one.body) for one in chairs.select_related("person", "body")}
    return officers + [
        Addressee(person.name, person.email, f"chair of {body}", person.pk)
        for person, body in people.values()
        if person.email.casefold() not in known
    ]


def tell_deciders_of(follow_up: FollowUp, *, at: datetime) -> None:
    """Queue a notice for each who may decide but the one who asks."""
    recommendation = follow_up.recommendation
    partnership = recommendation.partnership
    queue_mail(
        partnership=partnership,
        kind=FOLLOW_UP,
        about=follow_up.pk,
        to=[one for one in deciders(recommendation, on=london_day(at)) if one.email != follow_up.asked_by.email],
        subject=_requested_subject(follow_up),
        path=address("monitoring:follow_up_requests", partnership.slug),
        at=at,
    )


def tell_asker_of(follow_up: FollowUp, *, at: datetime) -> None:
    """Queue a notice for the member that it is on an agenda, or declined, unless they decided it themselves."""
    user, recommendation = follow_up.asked_by, follow_up.recommendation
    decided_by = follow_up.settled_by if follow_up.settled_at else follow_up.placed_by
    if user == decided_by:
        return
    person = Person.objects.filter(partnership=recommendation.partnership_id, user=user).values_list("pk", flat=True)
    queue_mail(
        partnership=recommendation.partnership,
        kind=FOLLOW_UP_DECIDED,
        about=follow_up.pk,
        key="settled" if follow_up.settled_at else f"meeting-{follow_up.meeting_id}",
        to=[Addressee(str(user), user.email, "you asked for follow-up", person.first())],
        subject=_decided_subject(follow_up),
        path=f"{address('recommendations:detail', recommendation.partnership.slug, recommendation.pk)}#follow-up",
        at=at,
    )


def _decided_subject(follow_up: FollowUp) -> str:
    decision = "not put on an agenda" if follow_up.settled_at else "on the agenda"
    return f"Your request for follow-up is {decision}: {_named(follow_up.recommendation)}"


@kind(FOLLOW_UP, "Follow-up requested", is_duty=False, waits_for=MAY_WAIT)
def compose_follow_up(message: Message, at: datetime) -> Letter:
    """Not wanted once it is decided or taken back, or by who may not decide any more."""
    follow_up = _read(message)
    if follow_up.settled_at is not None:
        raise NotWanted("The follow-up has been settled or taken back meanwhile.")
    if follow_up.item is not None and not follow_up.item.meeting.is_off:
        raise NotWanted("The follow-up is on an agenda by now.")
    on = london_day(at)
    if message.email.casefold() not in {one.email.casefold() for one in deciders(follow_up.recommendation, on=on)}:
        raise NotWanted(f"{message.name} does not decide on requests for follow-up any more.")
    return letter("monitoring/follow_up", {"follow_up": follow_up}, message, _requested_subject(follow_up))


def _requested_subject(follow_up: FollowUp) -> str:
    return f"Follow-up requested: {_named(follow_up.recommendation)}"


@kind(FOLLOW_UP_DECIDED, "Decision on a request for follow-up", is_duty=False, waits_for=MAY_WAIT)
def compose_decided(message: Message, _at: datetime) -> Letter:
    """What was decided, as it is now. Not wanted where that has changed: another message tells of it."""
    follow_up = _read(message)
    if follow_up.settled_at is None and (
        follow_up.item is None or message.key != f"meeting-{follow_up.item.meeting_id}"
    ):
        raise NotWanted("The follow-up is not on that agenda any more.")
    if follow_up.settled_at is not None and message.key != "settled":
        raise NotWanted("The follow-up has been settled meanwhile.")
    return letter("monitoring/follow_up_decided", {"follow_up": follow_up}, message, _decided_subject(follow_up))


def _read(message: Message) -> FollowUp:
    rows = FollowUp.objects.select_related("recommendation__topic_group", "asked_by", "item__meeting")
    return rows.get(pk=message.about)


def _named(recommendation: Recommendation) -> str:
    return f"recommendation {recommendation.number}, {recommendation.title}"
