"""Who is sent a summary or a notice, and why: worked out from lists and from the roles that people hold on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils.text import capfirst

from boards.choices import ContactPurpose, Position
from boards.models import Appointment, Body, Person
from boards.words import Word, in_sentence
from core import audit
from core.acts import act, lock
from core.choices import Precision
from core.models import User
from core.querysets import holds_on
from core.rules.dates import MONTHS
from invitations.choices import ListedKind
from invitations.models import DistributionLine
from meetings.models import Meeting
from meetings.services.contacts import contacts_of, seated_organisations
from meetings.services.deadlines import bodies_of
from outbox.services.queue import Addressee

# What a message carries that the office added to one sending: no role is asked for.
BY_HAND = "by_hand"
ADDED = "added by the office this once"


def lines_of(body: Body) -> list[DistributionLine]:
    """The body's lines; the one that holds as long as nobody has made a list is not in the database."""
    return list(body.distribution_lines.select_related("of_body", "person", "body")) or [usual_line(body)]


def usual_line(body: Body) -> DistributionLine:
    return DistributionLine(body=body, kind=ListedKind.PPBS)


@act("body")
def add_line(
    *, body: Body, kind: str, by: User, of_body: Body | None = None, person: Person | None = None
) -> DistributionLine:
    """Add a line; one that is there already is returned as it is.

    The first line adds to the usual list: the PPBs stay on it until somebody takes them off.
    """
    if kind != ListedKind.PPBS and not body.distribution_lines.exists():
        usual_line(body).save()
    line, is_new = DistributionLine.objects.get_or_create(body=body, kind=kind, of_body=of_body, person=person)
    if is_new:
        audit.record("distribution.added", by=by, about=body, scope=body.partnership.slug, line=line.words)
    return line


@act()
def remove_line(*, line: DistributionLine, by: User) -> None:
    """Take a line off the list. Without any line, all PPBs get the summaries again."""
    body = lock(line.body)
    if known := body.distribution_lines.filter(pk=line.pk).first():
        audit.record("distribution.removed", by=by, about=body, scope=body.partnership.slug, line=known.words)
        known.delete()


def recipients(*, meeting: Meeting, on: date, person: int | None = None) -> list[Addressee]:
    """Everybody on the lists of the bodies that met, each once, by name; five queries however many they are.

    ``person`` asks for one of them alone.
    """
    lines = _lines_of(bodies_of(meeting))
    return _named(_Held(lines, on=on).reasons(lines), only=person)


def notice_recipients(*, meeting: Meeting, on: date, person: int | None = None) -> list[Addressee]:
    """Who is told of an agenda or a new date: who sits on the bodies that meet, and everyone on their lists.

    A seat with no one in it, or no one with an email address, is told by the contacts of the organisation that holds
    it. Nine queries, however many they are.
    """
    bodies = bodies_of(meeting)
    lines = [DistributionLine(body=body, kind=ListedKind.BODY, of_body=body) for body in bodies] + _lines_of(bodies)
    reasons = _Held(lines, on=on).reasons(lines)
    organisations = seated_organisations([body.pk for body in bodies], on=on)
    of_bodies = [body.pk for body in bodies]
    contacts = contacts_of(organisations, on=on, purpose=ContactPurpose.INVITATIONS, bodies=of_bodies)
    for pk, people in contacts.items():
        for one in people:
            reasons.setdefault(one, [f"contact of {organisations[pk]}, which holds a seat"])
    return _named(reasons, only=person)


def stands_for(lines: list[DistributionLine], *, on: date) -> list[list[Addressee]]:
    """Everybody whom each of the lines stands for on the day; three queries, however many lines."""
    held = _Held(lines, on=on)
    return [_named(held.reasons([line])) for line in lines]


def added_by_hand(*, meeting: Meeting, persons: Iterable[int], on: date) -> list[Addressee]:
    """People of the partnership with an address, who have not left and whom the office adds to one sending."""
    known = Person.objects.active(on=on).filter(partnership=meeting.partnership_id, pk__in=persons).exclude(email="")
    return [Addressee(one.name, one.email, ADDED, one.pk) for one in known]


def _lines_of(bodies: Collection[Body]) -> list[DistributionLine]:
    """The lists of the bodies; the usual one for a body that has none."""
    lines = list(DistributionLine.objects.filter(body__in=bodies).select_related("person", "body"))
    listed = {line.body_id for line in lines}
    return lines + [usual_line(body) for body in bodies if body.pk not in listed]


def _named(reasons: dict[Person, list[str]], *, only: int | None = None) -> list[Addressee]:
    return [
        # Two bodies that met jointly may give the same reason.
        Addressee(person.name, person.email, "; ".join(dict.fromkeys(why))[:200], person.pk)
        for person, why in sorted(reasons.items(), key=lambda one: (one[0].name, one[0].pk))
        if only in (None, person.pk)
    ]


class _Held:
    """The appointments that any of the lines asks for, read once."""

    def __init__(self, lines: list[DistributionLine], *, on: date) -> None:
        self.of_ppbs: dict[int, list[Appointment]] = defaultdict(list)
        self.of_body: dict[int, list[Appointment]] = defaultdict(list)
        known = Appointment.objects.current(on=on).of_active_people()
        if partnerships := {line.body.partnership_id for line in lines if line.kind == ListedKind.PPBS}:
            members = Appointment.objects.of_ppb_members(on=on).of_active_people()
            for one in members.filter(body__partnership__in=partnerships):
                assert one.body is not None
                self.of_ppbs[one.body.partnership_id].append(one)
        if named := [line.of_body_id for line in lines if line.of_body_id]:
            # Body's and seat's own dates included (T-5).
            to_body = Q(body__in=named) & holds_on(on, "body__")
            to_seat = Q(seat__body__in=named) & holds_on(on, "seat__") & holds_on(on, "seat__body__")
            appointed = known.filter(to_body | to_seat).select_related("person", "body", "seat__body")
            for one in appointed.order_by("person__name", "pk"):
                body = one.body or (one.seat and one.seat.body)
                assert body
                self.of_body[body.pk].append(one)
        people = [line.person_id for line in lines if line.person_id]
        active = Person.objects.active(on=on).filter(pk__in=people) if people else Person.objects.none()
        self.people = set(active.values_list("pk", flat=True))

    def reasons(self, lines: list[DistributionLine]) -> dict[Person, list[str]]:
        """Everybody whom the lines stand for, with every reason."""
        found: dict[Person, list[str]] = defaultdict(list)
        for line in lines:
            if line.kind == ListedKind.PPBS:
                for one in self.of_ppbs[line.body.partnership_id]:
                    position = in_sentence(Position(one.position).label)
                    found[one.person].append(f"{_scrutiny(one)} {position}{_since(one)} ({one.body})")
            elif line.of_body_id:
                for one in self.of_body[line.of_body_id]:
                    found[one.person].append(_of_body(one))
            elif line.person and line.person.pk in self.people:
                found[line.person].append(f"on the list of {line.body}")
        return found


def _scrutiny(appointment: Appointment) -> str:
    """“PPB”: what the body that scrutinises is called."""
    assert appointment.body is not None  # of those of ``of_ppb_members``
    return str(capfirst(Word.of(appointment.body.kind).short))


def _of_body(appointment: Appointment) -> str:
    """“Chair since May 2024 (Safer SSP)”, “Seat 4, Borough Council, since May 2024 (Board)”."""
    since = _since(appointment)
    if seat := appointment.seat:
        return f"Seat {seat.number}, {seat.label}{',' if since else ''}{since} ({seat.body})"
    return f"{Position(appointment.position).label}{since} ({appointment.body})"


def _since(appointment: Appointment) -> str:
    start = appointment.starts_on
    if start is None or appointment.starts_precision == Precision.UNKNOWN:
        return ""
    if appointment.starts_precision == Precision.YEAR:
        return f" since {start.year}"
    return f" since {MONTHS[start.month - 1]} {start.year}"
