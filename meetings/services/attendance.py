"""Who was there: how a meeting's seats were filled, and how often each organisation's were in a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Min

from boards.models import Body, Organisation, Partnership, Seat
from core.rules.dates import FinancialYear, financial_year
from meetings.choices import AttendanceState
from meetings.models import Attendance, Meeting
from meetings.querysets import AttendanceQuerySet
from meetings.rules.attendance import Tally, Year
from meetings.rules.quorum import Quorum, seats_filled, seats_needed
from meetings.services.deadlines import bodies_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

HOLDER = "seat__holdings__organisation"


# One meeting


@dataclass(frozen=True)
class BodyPresent:
    """How a body's seats were filled at one meeting."""

    body: Body
    tally: Tally
    quorum: Quorum


def present_at(meeting: Meeting) -> list[BodyPresent]:
    """For each body that meets: how its seats were filled, and whether that made a quorum; three queries."""
    if meeting.held_on is None:
        return []
    bodies = bodies_of(meeting)
    current = Seat.objects.filter(body__in=bodies).current(on=meeting.held_on)
    seats = dict(current.order_by().values_list("body").annotate(Count("pk")))
    states: dict[int, list[str]] = {}
    for body, state in meeting.attendance.values_list("seat__body", "state"):
        states.setdefault(body, []).append(state)
    return [_present(body, seats=seats.get(body.pk, 0), states=states.get(body.pk, [])) for body in bodies]


def _present(body: Body, *, seats: int, states: list[str]) -> BodyPresent:
    return BodyPresent(body, Tally.of(states), quorum_of(body, seats=seats, states=states))


def quorum_of(body: Body, *, seats: int, states: list[str]) -> Quorum:
    """By the body's own rule, at a meeting on whose day it had so many seats."""
    return Quorum(
        seats=seats,
        needed=seats_needed(number=body.quorum, share=body.quorum_share, seats=seats),
        filled=seats_filled(states, deputies_count=body.deputies_count, online_counts=body.online_counts)
        if states
        else None,
    )


# The years on record


def years_of(attendance: AttendanceQuerySet) -> list[Year]:
    """The years, financial and calendar, in which attendance is on record; the newest of each kind first."""
    span = attendance.aggregate(first=Min("meeting__held_on"), last=Max("meeting__held_on"))
    first, last = span["first"], span["last"]
    if first is None:
        return []
    starts = range(financial_year(last).start, financial_year(first).start - 1, -1)
    financial = [Year.financial(FinancialYear(start)) for start in starts]
    return financial + [Year.calendar(year) for year in range(last.year, first.year - 1, -1)]


# Organisations


@dataclass(frozen=True)
class OrganisationYear:
    """How often the seats of an organisation were filled, over all bodies, and at how many meetings."""

    organisation: Organisation
    meetings: int
    tally: Tally


@dataclass(frozen=True)
class BodyYear:
    """How often an organisation's seats in one body were filled."""

    body: Body
    tally: Tally


def attendance_by_organisation(
    partnership: Partnership, *, year: Year, reader: User | AnonymousUser
) -> list[OrganisationYear]:
    """Each organisation that held a seat at a meeting of the year, by name; three queries."""
    marks = Attendance.objects.visible_to(reader).filter(meeting__partnership=partnership)
    counted = marks.within(year.first_day, year.last_day).by_organisation().order_by()
    tallies = _tallies(counted.values_list(HOLDER, "state").annotate(Count("pk")))
    meetings = dict(counted.values_list(HOLDER).annotate(Count("meeting", distinct=True)))
    organisations = Organisation.objects.visible_to(reader).filter(pk__in=tallies).select_related("partnership")
    return [OrganisationYear(one, meetings[one.pk], tallies[one.pk]) for one in organisations]


def attendance_by_body(organisation: Organisation, *, year: Year, reader: User | AnonymousUser) -> list[BodyYear]:
    """The bodies in which the organisation held a seat at a meeting of the year; two queries."""
    marks = Attendance.objects.visible_to(reader).within(year.first_day, year.last_day).by_organisation(organisation)
    tallies = _tallies(marks.order_by().values_list("seat__body", "state").annotate(Count("pk")))
    return [BodyYear(body, tallies[body.pk]) for body in Body.objects.visible_to(reader).filter(pk__in=tallies)]


def marks_of(organisation: Organisation, *, year: Year, reader: User | AnonymousUser) -> AttendanceQuerySet:
    """Each time that a seat of the organisation was called in the year, the latest first."""
    marks = Attendance.objects.visible_to(reader).within(year.first_day, year.last_day).by_organisation(organisation)
    found = marks.select_related("meeting", "seat__body", "departed_at")
    found = found.order_by("-meeting__held_on", "-meeting__pk", "seat__number")
    return found.annotate(slug=F("meeting__partnership__slug"))


def _tallies(counts: Iterable[tuple[int, str, int]]) -> dict[int, Tally]:
    """From rows of (whose, state, how often)."""
    found: dict[int, dict[str, int]] = {}
    for whose, state, times in counts:
        found.setdefault(whose, {})[AttendanceState(state).value] = times
    return {whose: Tally(**states) for whose, states in found.items()}
