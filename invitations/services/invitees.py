"""Several people to be invited at once: everybody on a body, or somebody of every organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from boards.choices import ContactPurpose
from boards.models import Appointment, Body, Partnership, SeatHolding
from core.querysets import holds_on
from invitations.services.invitations import Invitee
from meetings.services.contacts import contacts_of

BODY, CONTACTS = "body", "contacts"


def groups(partnership: Partnership, *, on: date) -> list[tuple[str, str]]:
    """The groups that can be invited together, each with its key and its name."""
    bodies = partnership.bodies.current(on=on).filter(is_proposed=False).only("partnership", "code", "name")
    return [
        (CONTACTS, "The contacts of every organisation that holds a seat"),
        *((f"{BODY}:{body.code}", f"Everybody on {body.name}") for body in bodies),
    ]


def members_of(group: str, *, partnership: Partnership, on: date) -> list[Invitee]:
    """Who belongs to the group on the day, by name; each once."""
    kind, _, code = group.partition(":")
    found = _of_body(partnership.bodies.get(code=code), on=on) if kind == BODY else _contacts(partnership, on=on)
    return sorted({one.key: one for one in found}.values(), key=lambda one: one.name.casefold())


def _of_body(body: Body, *, on: date) -> Iterable[Invitee]:
    """Whoever is appointed to the body itself or to one of its seats."""
    to_seat = Q(seat__body=body) & holds_on(on, "seat__")
    held = Appointment.objects.current(on=on).of_active_people().filter(Q(body=body) | to_seat)
    for one in held.select_related("person__organisation"):
        yield Invitee(one.person.name, one.person.email, one.person, one.person.organisation, f"on {body}")


def _contacts(partnership: Partnership, *, on: date) -> Iterable[Invitee]:
    held = SeatHolding.objects.current(on=on).filter(holds_on(on, "seat__"), organisation__isnull=False)
    by_organisation = partnership.organisations.filter(pk__in=held.order_by().values("organisation")).in_bulk()
    for pk, people in contacts_of(by_organisation, on=on, purpose=ContactPurpose.INVITATIONS).items():
        organisation = by_organisation[pk]
        for person in people:
            yield Invitee(person.name, person.email, person, organisation, f"contact of {organisation}")
