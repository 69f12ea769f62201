"""Who is written to for an organisation, a body or a person, and who may still speak for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from boards.choices import ContactPurpose, HolderKind, Position
from boards.leaving import has_left
from boards.models import Appointment, Body, Contact, Organisation, Person, SeatHolding
from boards.models.membership import AppointmentQuerySet, SeatHoldingQuerySet
from boards.prepared import prepared
from core.querysets import holds_on
from meetings.models import Meeting

# A body of the partnership hears of an action at its own table, and an unnamed nominee has nobody to pass it on to.
ASKED_HOLDERS = (HolderKind.ORGANISATION, HolderKind.OFFICE)
SPEAKERS_OF_A_BODY = (Position.CHAIR, Position.LEAD_OFFICER)

Contacts = dict[int, list[Person]]
Owner = Organisation | Body | Person


def chairs_of(meeting: Meeting) -> list[str]:
    """Who chaired the board or group on the day of its meeting, by name; none where that is not known."""
    if meeting.body_id is None or meeting.held_on is None:
        return []
    return [str(one.person) for one in _chairs(meeting.body_id, meeting.held_on)]


@prepared("body", "on")
def _chairs(body: int, on: date) -> AppointmentQuerySet:
    chairs = Appointment.objects.current(on=on).filter(body=body, position=Position.CHAIR).select_related("person")
    return chairs.only("person__name", "person__shown_as").order_by("person__name")


def body_keys(meeting: Meeting) -> list[int]:
    """Primary keys of the body that met, and of those that met jointly with it."""
    joint = meeting.joint_bodies.values_list("body", flat=True)
    return [pk for pk in (meeting.body_id, *joint) if pk is not None]


def member_organisations(meeting: Meeting) -> list[Organisation]:
    """The organisations and offices that held a seat on the day of the meeting, by name."""
    assert meeting.held_on is not None
    holdings = _holdings(on=meeting.held_on).filter(seat__body__in=body_keys(meeting), holder_kind__in=ASKED_HOLDERS)
    return list(Organisation.objects.filter(pk__in=holdings.order_by().values("organisation")))


def seated_organisations(bodies: Collection[int], *, on: date) -> dict[int, Organisation]:
    """The organisations and offices that hold a seat of the bodies on the day, by primary key; one query."""
    holdings = _holdings(on=on).filter(seat__body__in=bodies, holder_kind__in=ASKED_HOLDERS)
    return Organisation.objects.filter(pk__in=holdings.order_by().values("organisation")).in_bulk()


def contacts_of(
    organisations: Iterable[int], *, on: date, purpose: ContactPurpose, bodies: Collection[int] | None = None
) -> Contacts:
    """Organisation to those with an address whom the office named for the purpose, else who sit for it on the day, else
    who work for it; four queries for all.

    ``bodies`` are those whose seats count; None takes all of them.
    """
    asked = set(organisations)
    found = _named(asked, purpose, on=on)
    holdings = _holdings(on=on).filter(organisation__in=asked - set(found))
    if bodies is not None:
        holdings = holdings.filter(seat__body__in=bodies)
    held: dict[int | None, int] = dict(holdings.order_by().values_list("seat", "organisation"))
    seated = Appointment.objects.current(on=on).of_active_people().filter(seat__in=held).exclude(person__email="")
    for appointment in seated.select_related("person"):
        people = found.setdefault(held[appointment.seat_id], [])
        if appointment.person not in people:
            people.append(appointment.person)
    others = Person.objects.contacts(on=on).filter(organisation__in=asked - set(found))
    for person in others:
        assert person.organisation_id is not None
        found.setdefault(person.organisation_id, []).append(person)
    return found


def _named(organisations: Iterable[int], purpose: ContactPurpose, *, on: date) -> Contacts:
    found: Contacts = {}
    named = Contact.objects.reachable(purpose, on=on).filter(organisation__in=organisations)
    for one in named.select_related("person").order_by("person__name", "pk"):
        found.setdefault(one.organisation_id, []).append(one.person)
    return found


def owner_contacts(owner: Owner, *, on: date) -> list[Person]:
    """Who is told that an action is theirs: the person, the organisation's, or a body's chair and lead officer."""
    if isinstance(owner, Person):
        return [owner] if owner.email and not has_left(owner, on=on) else []
    if isinstance(owner, Organisation):
        return contacts_of([owner.pk], on=on, purpose=ContactPurpose.ACTIONS).get(owner.pk, [])
    return speakers_of([owner.pk], on=on).get(owner.pk, [])


def speakers_of(bodies: Iterable[int], *, on: date) -> Contacts:
    """Body to its chair and lead officer with an address, on the day; one query for all."""
    found: Contacts = {}
    speakers = _speakers(bodies, on=on).exclude(person__email="").select_related("person")
    for one in speakers:
        assert one.body_id is not None
        people = found.setdefault(one.body_id, [])
        if one.person not in people:
            people.append(one.person)
    return found


def speaks_for_body(person: Person, body: Body, *, on: date) -> bool:
    """Whether the person is the body's chair or lead officer on the day."""
    return not has_left(person, on=on) and _speakers([body.pk], on=on).filter(person=person).exists()


def is_with(person: Person, organisation: Organisation, *, on: date) -> bool:
    """Whether the person, who has not left, works for the organisation or sits in one of its seats on the day."""
    if has_left(person, on=on):
        return False
    if person.works_for(organisation.pk, on=on):
        return True
    seats = _holdings(on=on).filter(organisation=organisation).order_by().values("seat")
    return person.appointments.filter(holds_on(on), seat__in=seats).exists()


def speaks_for(person: Person, owner: Owner, *, on: date) -> bool:
    """Whether the person may report on the owner's actions on the day."""
    if isinstance(owner, Organisation):
        return is_with(person, owner, on=on)
    if isinstance(owner, Body):
        return speaks_for_body(person, owner, on=on)
    return owner == person and not has_left(person, on=on)


def name_and_place(person: Person, organisation: Organisation | Body | None) -> str:
    """“A. Person, Borough Council”."""
    return f"{person}, {organisation}" if organisation else str(person)


def _holdings(*, on: date) -> SeatHoldingQuerySet:
    return SeatHolding.objects.current(on=on).filter(holds_on(on, "seat__"), organisation__isnull=False)


def _speakers(bodies: Iterable[int], *, on: date) -> AppointmentQuerySet:
    known = Appointment.objects.current(on=on).of_active_people()
    return known.filter(body__in=list(bodies), position__in=SPEAKERS_OF_A_BODY)


def named_with_organisation(person: Person) -> str:
    return f"{person.full_name}, {person.organisation}" if person.organisation else person.full_name
