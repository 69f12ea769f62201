"""Who is sent a published summary, and why: worked out from the roles that people hold on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from boards.choices import ContactPurpose, Position
from boards.models import Appointment, Body, Person
from core.choices import Precision
from core.querysets import holds_on
from core.rules.dates import MONTHS
from invitations.choices import ListedKind
from invitations.models import DistributionLine
from meetings.models import Meeting
from meetings.services.contacts import contacts_of, seated_organisations
from meetings.services.deadlines import bodies_of

# What a message carries that the office added to one sending: no role is asked for.
BY_HAND = "by_hand"
ADDED = "added by the office for this summary"


@dataclass(frozen=True)
class Recipient:
    """Somebody entitled to a summary. Without an address they are listed, and told by other means."""

    person: int
    name: str
    email: str
    reason: str

    @property
    def can_be_mailed(self) -> bool:
        return bool(self.email)


def recipients(*, meeting: Meeting, on: date, person: int | None = None) -> list[Recipient]:
    """Everybody on the lists of the bodies that met, each once, by name; five queries however many they are.

    ``person`` asks for one of them alone.
    """
    return line_stands_for(_lines_of(bodies_of(meeting)), on=on, person=person)


def notice_recipients(*, meeting: Meeting, on: date, person: int | None = None) -> list[Recipient]:
    """Who is told of an agenda or a new date: who sits on the bodies that meet, and everyone on their lists.

    A seat with no one in it, or no one with an email address, is told by the contacts of the organisation that holds
    it. Nine queries, however many they are.
    """
    bodies = bodies_of(meeting)
    own = [DistributionLine(body=body, kind=ListedKind.BODY, of_body=body) for body in bodies]
    reasons = _Held([*own, *(lines := _lines_of(bodies))], on=on).reasons([*own, *lines])
    organisations = seated_organisations([body.pk for body in bodies], on=on)
    of_bodies = [body.pk for body in bodies]
    contacts = contacts_of(organisations, on=on, purpose=ContactPurpose.INVITATIONS, bodies=of_bodies)
    for pk, people in contacts.items():
        for one in people:
            if one not in reasons:
                reasons[one] = [f"contact of {organisations[pk]}, which holds a seat"]
    return _named(reasons, only=person)


def _lines_of(bodies: Collection[Body]) -> list[DistributionLine]:
    """The lists of the bodies; the usual one for a body that has none."""
    lines = list(DistributionLine.objects.filter(body__in=bodies).select_related("person", "body"))
    listed = {line.body_id for line in lines}
    return lines + [DistributionLine(body=body, kind=ListedKind.PPBS) for body in bodies if body.pk not in listed]


def line_stands_for(lines: list[DistributionLine], *, on: date, person: int | None = None) -> list[Recipient]:
    """Everybody whom the lines stand for on the day, each once; three queries, however many lines."""
    return _named(_Held(lines, on=on).reasons(lines), only=person)


def stands_for(lines: list[DistributionLine], *, on: date) -> list[list[Recipient]]:
    """The same for each line apart, in the same three queries."""
    held = _Held(lines, on=on)
    return [_named(held.reasons([line])) for line in lines]


def added_by_hand(*, meeting: Meeting, persons: Iterable[int], on: date) -> list[Recipient]:
    """People of the partnership with an address, who have not left and whom the office adds to one sending."""
    known = Person.objects.active(on=on).filter(partnership=meeting.partnership_id, pk__in=persons).exclude(email="")
    return [Recipient(one.pk, one.name, one.email, ADDED) for one in known]


def _named(reasons: dict[Person, list[str]], *, only: int | None = None) -> list[Recipient]:
    return [
        # Two bodies that met jointly may give the same reason.
        Recipient(person.pk, person.name, person.email, "; ".join(dict.fromkeys(why))[:200])
        for person, why in sorted(reasons.items(), key=lambda one: (one[0].name, one[0].pk))
        if only in (None, person.pk)
    ]


class _Held:
    """The appointments that any of the lines asks for, read once."""

    def __init__(self, lines: list[DistributionLine], *, on: date) -> None:
        self.of_ppbs: dict[int, list[Appointment]] = defaultdict(list)
        self.of_body: dict[int, list[Appointment]] = defaultdict(list)
        partnerships = {line.body.partnership_id for line in lines if line.kind == ListedKind.PPBS}
        if partnerships:
            members = Appointment.objects.of_ppb_members(on=on).of_active_people()
            for one in members.filter(body__partnership__in=partnerships):
                assert one.body is not None
                self.of_ppbs[one.body.partnership_id].append(one)
        if named := [line.of_body_id for line in lines if line.of_body_id]:
            for one in _appointed_to(named, on=on):
                body = one.body or (one.seat and one.seat.body)
                assert body
                self.of_body[body.pk].append(one)
        self.people: set[int] = set()
        if people := [line.person_id for line in lines if line.person_id]:
            self.people.update(Person.objects.active(on=on).filter(pk__in=people).values_list("pk", flat=True))

    def reasons(self, lines: list[DistributionLine]) -> dict[Person, list[str]]:
        """Everybody whom the lines stand for, with every reason."""
        found: dict[Person, list[str]] = defaultdict(list)
        for line in lines:
            if line.kind == ListedKind.PPBS:
                for one in self.of_ppbs[line.body.partnership_id]:
                    found[one.person].append(_of_ppb(one))
            elif line.of_body_id:
                for one in self.of_body[line.of_body_id]:
                    found[one.person].append(_of_body(one))
            elif line.person and line.person.pk in self.people:
                found[line.person].append(f"on the list of {line.body}")
        return found


def _appointed_to(bodies: list[int], *, on: date) -> Iterable[Appointment]:
    """To one of the bodies, or to a seat of one; body's and seat's own dates included (T-5)."""
    to_body = Q(body__in=bodies) & holds_on(on, "body__")
    to_seat = Q(seat__body__in=bodies) & holds_on(on, "seat__") & holds_on(on, "seat__body__")
    known = Appointment.objects.current(on=on).of_active_people().filter(to_body | to_seat)
    return known.select_related("person", "body", "seat__body").order_by("person__name", "pk")


def _of_ppb(appointment: Appointment) -> str:
    """“PPB member since May 2024 (Corporate Services PPB)”."""
    position = Position(appointment.position).label
    return f"PPB {position[0].lower()}{position[1:]}{_since(appointment)} ({appointment.body})"


def _of_body(appointment: Appointment) -> str:
    """“Chair since May 2024 (Safer SSP)”, “Seat 4, Borough Council, since May 2024 (Board)”."""
    if seat := appointment.seat:
        since = _since(appointment)
        return f"Seat {seat.number}, {seat.label}{',' if since else ''}{since} ({seat.body})"
    return f"{Position(appointment.position).label}{_since(appointment)} ({appointment.body})"


def _since(appointment: Appointment) -> str:
    start = appointment.starts_on
    if start is None or appointment.starts_precision == Precision.UNKNOWN:
        return ""
    if appointment.starts_precision == Precision.YEAR:
        return f" since {start.year}"
    return f" since {MONTHS[start.month - 1]} {start.year}"
