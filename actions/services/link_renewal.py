"""A link that has expired is sent anew, to whom it was sent before, at most once a day."""

from __future__ import annotations

from datetime import datetime

from actions.mail import ACTION, CASCADE, new_link_subject, owner_subject
from actions.models import Action
from boards.models import Organisation, Person
from core.rules.working_days import london_day
from meetings.models import Meeting
from meetings.services.contacts import is_with, speaks_for
from outbox.services.queue import Addressee, queue_mail

ASKED_FOR = "asked for a new link"


def renew_cascade_link(*, meeting: Meeting, organisation: Organisation, person: Person, at: datetime) -> None:
    """Mail the person a new link, unless they have left; the page says the same in either case."""
    if not is_with(person, organisation, on=london_day(at)):
        return
    queue_mail(
        partnership=meeting.partnership,
        kind=CASCADE,
        about=meeting.pk,
        key=f"again-{london_day(at)}-organisation-{organisation.pk}",
        extra={"organisation": organisation.pk},
        to=[Addressee(person.name, person.email, ASKED_FOR, person.pk)],
        subject=new_link_subject(meeting),
        path=meeting.get_absolute_url(),
        at=at,
    )


def renew_action_link(*, action: Action, person: Person, at: datetime) -> None:
    """The same for the link of an action's owner."""
    if not speaks_for(person, action.owner, on=london_day(at)):
        return
    queue_mail(
        partnership=action.partnership,
        kind=ACTION,
        about=action.pk,
        key=f"again-{london_day(at)}",
        to=[Addressee(person.name, person.email, ASKED_FOR, person.pk)],
        subject=owner_subject(action),
        path=action.get_absolute_url(),
        at=at,
    )
