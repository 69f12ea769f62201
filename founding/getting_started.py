"""What a new partnership still needs before its first summary, and how far each step is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from boards.models import Appointment, Body, Organisation, Partnership, Person, Seat, SeatHolding
from boards.prepared import prepared
from core.addresses import address
from core.querysets import number_of
from founding.models import Dismissal
from invitations.choices import ListedKind
from invitations.models import DistributionLine
from meetings.models import Meeting


@dataclass(frozen=True)
class Step:
    """``words`` say how far it is; ``url`` is the page on which to go on."""

    title: str
    words: str
    is_done: bool
    url: str


def getting_started(partnership: Partnership, *, on: date) -> tuple[Step, ...]:
    """The steps; none once all are done or the list was dismissed. One query."""
    (known,) = _read(partnership.pk, on)
    if known["is_dismissed"]:
        return ()
    steps = _steps(partnership.slug, known)
    return () if all(step.is_done for step in steps) else steps


@prepared("partnership")
def _read(partnership: int, on: date) -> QuerySet[Partnership, Any]:
    bodies = Body.objects.current(on=on).filter(partnership=partnership, is_proposed=False)
    seats = Seat.objects.current(on=on).filter(body__in=bodies)
    held = SeatHolding.objects.current(on=on).filter(seat=OuterRef("pk"))
    people = Person.objects.filter(partnership=partnership)
    scrutiny = Appointment.objects.of_ppb_members(on=on).filter(body__partnership=partnership)
    lines = DistributionLine.objects.filter(body__partnership=partnership).exclude(kind=ListedKind.PPBS)
    boards = bodies.boards().order_by("sort_order", "name")
    asked: dict[str, Any] = {
        "is_dismissed": Exists(Dismissal.objects.filter(partnership=OuterRef("pk"))),
        "board": Subquery(boards.values("code")[:1]),
        "body_count": number_of(bodies),
        "organisation_count": number_of(Organisation.objects.current(on=on).filter(partnership=partnership)),
        "seat_count": number_of(seats),
        "vacant_count": number_of(seats.filter(~Exists(held))),
        "person_count": number_of(people),
        "unreached_count": number_of(people.filter(email="")),
        "scrutiny_count": number_of(scrutiny.select_related(None)),
        "line_count": number_of(lines),
        "meeting_count": number_of(Meeting.objects.filter(partnership=partnership)),
    }
    known: QuerySet[Partnership, Any] = Partnership.objects.filter(pk=partnership).values(**asked)
    return known


def _steps(slug: str, known: Mapping[str, Any]) -> tuple[Step, ...]:
    def url(empty: str, name: str, number: int) -> str:
        """Where the first is added, or where they are."""
        return address(name if number else empty, slug)

    board = known["board"]
    of_board = (slug, board) if board else (slug,)
    return (
        Step(
            "Boards and groups",
            _counted(known["body_count"], "board or group", "boards and groups"),
            known["body_count"] > 0,
            url("boards:body_add", "boards:structure", known["body_count"]),
        ),
        Step(
            "Organisations",
            _counted(known["organisation_count"], "organisation", "organisations"),
            known["organisation_count"] > 0,
            url("boards:organisation_add", "boards:organisations", known["organisation_count"]),
        ),
        Step(
            "Seats",
            _counted(known["seat_count"], "seat", "seats") + _lacking(known["vacant_count"], "a holder"),
            known["seat_count"] > 0 and not known["vacant_count"],
            address("boards:body", *of_board) + "#seats" if board else address("boards:structure", slug),
        ),
        Step(
            "People",
            _counted(known["person_count"], "person", "people")
            + _lacking(known["unreached_count"], "an email address"),
            known["person_count"] > 0,
            url("boards:person_add", "boards:people", known["person_count"]),
        ),
        Step(
            "Who gets summaries",
            _readers(known["scrutiny_count"], known["line_count"]),
            known["scrutiny_count"] + known["line_count"] > 0,
            address("invitations:distribution" if board else "boards:structure", *of_board),
        ),
        Step(
            "First meeting",
            _counted(known["meeting_count"], "meeting", "meetings"),
            known["meeting_count"] > 0,
            url("meetings:add", "meetings:list", known["meeting_count"]),
        ),
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}" if number else "None yet"


def _lacking(number: int, what: str) -> str:
    """“, 3 without an email address”."""
    return f", {number} without {what}" if number else ""


def _readers(scrutiny: int, lines: int) -> str:
    if not scrutiny and not lines:
        return "Nobody yet"
    members = _counted(scrutiny, "scrutiny member", "scrutiny members") if scrutiny else "No scrutiny members"
    return members + (f", {_counted(lines, 'entry', 'entries')} on lists" if lines else "")
