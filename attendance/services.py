"""Who was there: at a meeting, by organisation over a year, and as a table of a body’s seats by its meetings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Min, Prefetch, QuerySet

from attendance.models import Attendance, AttendanceQuerySet
from attendance.rules import Quorum, Tally, Year, seats_filled, seats_needed
from boards.models import Body, Organisation, Partnership, Seat, SeatHolding
from boards.prepared import prepared
from core.rules.dates import FinancialYear, financial_year
from meetings.models import Meeting
from meetings.services.deadlines import bodies_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

    Reader = User | AnonymousUser

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
    seats = dict(_number_of_seats(tuple(body.pk for body in bodies), meeting.held_on))
    states: dict[int, list[str]] = defaultdict(list)
    for body_pk, state in _states_at(meeting.pk):
        states[body_pk].append(state)
    return [
        BodyPresent(body, Tally.of(states[body.pk]), quorum_of(body, seats.get(body.pk, 0), states[body.pk]))
        for body in bodies
    ]


@prepared("on")
def _number_of_seats(bodies: tuple[int, ...], on: date) -> QuerySet[Seat, Any]:
    seats = Seat.objects.filter(body__in=bodies).current(on=on)
    return seats.order_by().values_list("body").annotate(Count("pk"))


@prepared("meeting")
def _states_at(meeting: int) -> QuerySet[Attendance, Any]:
    return Attendance.objects.filter(meeting=meeting).values_list("seat__body", "state")


def quorum_of(body: Body, seats: int, states: list[str]) -> Quorum:
    """By the body's own rule, at a meeting on whose day it had so many seats."""
    needed = seats_needed(number=body.quorum, share=body.quorum_share, seats=seats)
    filled = seats_filled(states, deputies_count=body.deputies_count, online_counts=body.online_counts)
    return Quorum(seats, needed, filled if states else None)


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


def attendance_by_organisation(partnership: Partnership, *, year: Year, reader: Reader) -> list[OrganisationYear]:
    """Each organisation that held a seat at a meeting of the year, by name; three queries."""
    marks = Attendance.objects.visible_to(reader).filter(meeting__partnership=partnership)
    counted = marks.within(year.first_day, year.last_day).by_organisation().order_by()
    tallies = _tallies(counted, HOLDER)
    meetings = dict(counted.values_list(HOLDER).annotate(Count("meeting", distinct=True)))
    organisations = Organisation.objects.visible_to(reader).filter(pk__in=tallies).select_related("partnership")
    return [OrganisationYear(one, meetings[one.pk], tallies[one.pk]) for one in organisations]


def attendance_by_body(organisation: Organisation, *, year: Year, reader: Reader) -> list[BodyYear]:
    """The bodies in which the organisation held a seat at a meeting of the year; two queries."""
    tallies = _tallies(marks_of(organisation, year=year, reader=reader).order_by(), "seat__body")
    return [BodyYear(body, tallies[body.pk]) for body in Body.objects.visible_to(reader).filter(pk__in=tallies)]


def marks_of(organisation: Organisation, *, year: Year, reader: Reader) -> AttendanceQuerySet:
    """Each time that a seat of the organisation was called in the year, the latest first."""
    marks = Attendance.objects.visible_to(reader).within(year.first_day, year.last_day).by_organisation(organisation)
    return marks.order_by("-meeting__held_on", "-meeting__pk", "seat__number")


def _tallies(marks: AttendanceQuerySet, by: str) -> dict[int, Tally]:
    """The counts of each ``by``, by primary key; one query."""
    found: dict[int, Tally] = defaultdict(Tally)
    for key, state, times in marks.values_list(by, "state").annotate(Count("pk")):
        found[key] += Tally(**{state: times})
    return found


# A body’s seats by its meetings


@dataclass(frozen=True)
class Mark:
    """One seat at one meeting: its letter, and the same in words. Without a record the letter is empty.

    ``has_left`` says that somebody was there, but not to the end.
    """

    letter: str
    words: str
    has_left: bool = False


@dataclass(frozen=True)
class MeetingColumn:
    meeting: Meeting
    tally: Tally
    quorum: Quorum


@dataclass(frozen=True)
class Holder:
    """Who held the seat within the year; ``period`` is said where it had more than one holder."""

    name: str
    organisation: Organisation | None
    period: str


@dataclass(frozen=True)
class SeatRow:
    seat: Seat
    holders: tuple[Holder, ...]
    marks: tuple[Mark, ...]
    tally: Tally

    @property
    def name(self) -> str:
        """“Riverside College, then Hospital Trust”; the seat as printed where nobody is on record as its holder."""
        return ", then ".join(holder.name for holder in self.holders) or self.seat.label


@dataclass(frozen=True)
class Matrix:
    """``unrecorded`` counts the meetings of the year whose attendance is not on record: they have no column."""

    columns: tuple[MeetingColumn, ...]
    rows: tuple[SeatRow, ...]
    unrecorded: int

    @property
    def tally(self) -> Tally:
        return sum((row.tally for row in self.rows), Tally())

    @property
    def with_quorum(self) -> int:
        return sum(column.quorum.is_met is True for column in self.columns)

    @property
    def has_quorum_rule(self) -> bool:
        return any(column.quorum.needed is not None for column in self.columns)


def matrix_of(body: Body, *, year: Year, reader: Reader, on: date) -> Matrix:
    """The body's meetings of the year held by the day, joint ones too; six queries at any size."""
    last_day = min(year.last_day, on)
    of_year = Meeting.objects.visible_to(reader).of_body(body).filter(held_on__range=(year.first_day, last_day))
    meetings = list(of_year.taking_place().order_by("held_on", "starts_at", "pk"))
    known = Attendance.objects.visible_to(reader).filter(seat__body=body).within(year.first_day, last_day)
    records = {(record.seat_id, record.meeting_id): record for record in known.select_related("departed_at")}
    recorded = {meeting_pk for _, meeting_pk in records}
    shown = [meeting for meeting in meetings if meeting.pk in recorded]
    holdings = SeatHolding.objects.overlapping(year.first_day, year.last_day).order_by("starts_on", "pk")
    named = Prefetch("holdings", holdings.select_related("organisation", "body").prefetch_related("body__names"))
    # Whether a seat was the body's on the day, or was marked for whatever reason.
    seats = [
        seat
        for seat in body.seats.order_by("number", "pk").prefetch_related(named)
        if any(seat.holds_on(day_of(meeting)) or (seat.pk, meeting.pk) in records for meeting in shown)
    ]
    columns = []
    for meeting in shown:
        states = [records[seat.pk, meeting.pk].state for seat in seats if (seat.pk, meeting.pk) in records]
        current = sum(seat.holds_on(day_of(meeting)) for seat in seats)
        columns.append(MeetingColumn(meeting, Tally.of(states), quorum_of(body, current, states)))
    rows = []
    for seat in seats:
        own = [records.get((seat.pk, meeting.pk)) for meeting in shown]
        marks = tuple(_mark(seat, meeting, record) for meeting, record in zip(shown, own, strict=True))
        tally = Tally.of(record.state for record in own if record)
        rows.append(SeatRow(seat, _holders(seat, on=last_day), marks, tally))
    return Matrix(tuple(columns), tuple(rows), len(meetings) - len(shown))


def day_of(meeting: Meeting) -> date:
    assert meeting.held_on is not None  # meetings of a year have their day
    return meeting.held_on


def _holders(seat: Seat, *, on: date) -> tuple[Holder, ...]:
    holdings = list(seat.holdings.all())
    return tuple(
        Holder(
            name=holding.body.name_on(on) if holding.body else str(holding.organisation),
            organisation=holding.organisation,
            period=holding.period if len(holdings) > 1 else "",
        )
        for holding in holdings
    )


def _mark(seat: Seat, meeting: Meeting, record: Attendance | None) -> Mark:
    if record is not None:
        return Mark(record.letter, record.words_in_matrix, bool(record.departure))
    return Mark("", "not on record" if seat.holds_on(day_of(meeting)) else "not a seat of the body on that day")
