"""A made-up partnership to play a year in: a Board, five SSPs, a scrutiny board, and those who sit there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from boards.choices import HolderKind, QuorumShare, Role
from boards.models import (
    Appointment,
    Body,
    BodyName,
    Organisation,
    Partnership,
    Person,
    RoleGrant,
    Seat,
    SeatHolding,
)
from boards.starting_kinds import StartingKind, add_kinds, board
from core.models import User

SLUG = "simulated"
KINDS = (
    board("Board", "Boards"),
    StartingKind(
        "ssp", "Specialist Strategic Partnership", "Specialist Strategic Partnerships", ("owes_summary",), "SSP"
    ),
    StartingKind("ppb", "Policy and Performance Board", "Policy and Performance Boards", ("scrutinises",), "PPB"),
)
EXAMPLE_NOTE = "All of it is made up."
BOARD_SEATS, SSP_SEATS, SSPS, PPB_SEATS = 12, 6, 5, 8
REFUSED = "refused@example.org"
# Which of the Board's seats passes to another organisation in the middle of the year.
SEAT_THAT_CHANGES = 3


@dataclass
class Place:
    """``scrutiny`` lists name, address, first and last day of each who sits on the scrutiny board."""

    partnership: Partnership
    bodies: dict[str, Body] = field(default_factory=dict)
    organisations: list[Organisation] = field(default_factory=list)
    officers: list[tuple[User, date, date]] = field(default_factory=list)
    scrutiny: list[tuple[str, str, date, date]] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)

    def officers_on(self, day: date) -> list[User]:
        return [user for user, first, last in self.officers if first <= day <= last]

    def scrutiny_addresses_on(self, day: date) -> list[str]:
        return [email for _, email, first, last in self.scrutiny if email and first <= day <= last]


def make_place(*, first: date, last: date) -> Place:
    """From the first day of the year to the last; officers and members come and go within it."""
    partnership = Partnership.objects.create(
        slug=SLUG, code=SLUG, name="Simulated Strategic Partnership", example_note=EXAMPLE_NOTE, starts_on=first
    )
    place = Place(partnership)
    add_kinds(partnership, KINDS)
    half = date(first.year, 9, 30)
    _add_officer(place, "First Officer", first, half)
    # A month in which both are there.
    _add_officer(place, "Second Officer", date(first.year, 9, 1), last)
    for number in range(BOARD_SEATS + 1):
        _add_organisation(place, number)
    _add_body(place, "board", "Board", "board", BOARD_SEATS, quorum_share=QuorumShare.THIRD)
    for number in range(1, SSPS + 1):
        counts = number != SSPS
        _add_body(place, f"ssp-{number}", f"SSP {number}", "ssp", SSP_SEATS, quorum=4, deputies_count=counts)
    _pass_seat_on(place, on=date(first.year, 9, 1))
    _add_scrutiny(place, first=first, last=last)
    return place


def _add_officer(place: Place, name: str, first: date, last: date) -> None:
    user = User.objects.create_user(email=f"{name.lower().replace(' ', '.')}@example.org", name=name)
    grant = {"starts_on": first, "ends_on": last, "role": Role.OFFICER}
    RoleGrant.objects.create(user=user, partnership=place.partnership, **grant)
    place.officers.append((user, first, last))


def _add_organisation(place: Place, number: int) -> None:
    partnership = place.partnership
    made = Organisation.objects.create(partnership=partnership, code=f"partner-{number}", name=f"Partner {number:02}")
    person = _person(place, f"Contact of partner {number:02}", f"contact{number}@example.org")
    place.organisations.append(made)
    place.people[made.pk] = person


def _person(place: Place, name: str, email: str) -> Person:
    return Person.objects.create(partnership=place.partnership, name=name, email=email)


def _add_body(place: Place, code: str, name: str, kind: str, seats: int, **rule: object) -> None:
    start = place.partnership.starts_on
    known = place.partnership.body_kinds.get(code=kind)
    body = Body.objects.create(partnership=place.partnership, code=code, name=name, kind=known, starts_on=start, **rule)
    BodyName.objects.create(body=body, name=name, starts_on=start)
    place.bodies[code] = body
    for number in range(1, seats + 1):
        organisation = place.organisations[number - 1]
        seat = Seat.objects.create(body=body, number=number, label=organisation.name, starts_on=start)
        _hold(place, seat, organisation, start)


def _hold(place: Place, seat: Seat, organisation: Organisation, start: date | None) -> None:
    holder = {"holder_kind": HolderKind.ORGANISATION, "organisation": organisation, "starts_on": start}
    SeatHolding.objects.create(seat=seat, **holder)
    Appointment.objects.create(person=place.people[organisation.pk], seat=seat, starts_on=start)


def _pass_seat_on(place: Place, *, on: date) -> None:
    seat = place.bodies["board"].seats.get(number=SEAT_THAT_CHANGES)
    before = on - timedelta(days=1)
    for fact in (seat.holdings.get(), seat.appointments.get()):
        fact.ends_on = before
        fact.save()
    _hold(place, seat, place.organisations[BOARD_SEATS], on)


def _add_scrutiny(place: Place, *, first: date, last: date) -> None:
    """Eight sit there at any time; one leaves at the end of each quarter, and another follows on the next day."""
    start = place.partnership.starts_on
    kind = place.partnership.body_kinds.get(code="ppb")
    ppb = Body.objects.create(
        partnership=place.partnership, code="ppb", name="Scrutiny PPB", kind=kind, starts_on=start
    )
    quarters = (date(first.year, 6, 30), date(first.year, 9, 30), date(first.year, 12, 31), last)
    for number in range(PPB_SEATS):
        # One mailbox refuses what it is sent, one member has no address.
        email = {6: "", 7: REFUSED}.get(number, f"councillor{number}@example.org")
        ends = quarters[number] if number < len(quarters) else last
        _seat_councillor(place, ppb, f"Councillor {number}", email, first, ends)
        if ends < last:
            follows = ends + timedelta(days=1)
            name = f"Successor of councillor {number}"
            _seat_councillor(place, ppb, name, f"successor{number}@example.org", follows, last)


def _seat_councillor(place: Place, ppb: Body, name: str, email: str, first: date, last: date) -> None:
    person = _person(place, name, email)
    Appointment.objects.create(person=person, body=ppb, starts_on=first, ends_on=last)
    place.scrutiny.append((name, email, first, last))
