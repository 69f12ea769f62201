"""Who was there: at a meeting, by organisation over a year, and as a table of a body’s seats by its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Min, Prefetch

from attendance.choices import AttendanceState
from attendance.models import Attendance, AttendanceQuerySet, departure_in_words
from attendance.rules import LETTERS, Quorum, Tally, Year, seats_filled, seats_needed
from boards.models import Body, Organisation, Partnership, Seat, SeatHolding
from core.rules.dates import FinancialYear, financial_year
from meetings.models import Meeting
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


Marks = dict[tuple[int, int], Attendance]


@dataclass(frozen=True)
class MarkShown:
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
class Held:
    """Who held the seat within the year; ``period`` is said where it had more than one holder."""

    name: str
    organisation: Organisation | None
    period: str


@dataclass(frozen=True)
class SeatRow:
    seat: Seat
    holders: tuple[Held, ...]
    marks: tuple[MarkShown, ...]
    tally: Tally

    @property
    def name(self) -> str:
        """“Riverside College, then Hospital Trust”; the seat as printed where nobody is on record as its holder."""
        return ", then ".join(held.name for held in self.holders) or self.seat.label


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


def matrix_of(body: Body, *, year: Year, reader: User | AnonymousUser, on: date) -> Matrix:
    """The body's meetings of the year held by the day, joint ones too; six queries at any size."""
    last_day = min(year.last_day, on)
    of_year = Meeting.objects.visible_to(reader).of_body(body).filter(held_on__range=(year.first_day, last_day))
    meetings = list(of_year.taking_place().order_by("held_on", "starts_at", "pk"))
    known = Attendance.objects.visible_to(reader).filter(seat__body=body).within(year.first_day, last_day)
    marks = {(mark.seat_id, mark.meeting_id): mark for mark in known.select_related("departed_at")}
    recorded = {meeting for _, meeting in marks}
    shown = [meeting for meeting in meetings if meeting.pk in recorded]
    seats = [seat for seat in _seats(body, year) if any(_is_called(seat, meeting, marks) for meeting in shown)]
    return Matrix(
        columns=tuple(_column(body, meeting, seats, marks) for meeting in shown),
        rows=tuple(_row(seat, shown, marks, on=last_day) for seat in seats),
        unrecorded=len(meetings) - len(shown),
    )


def _seats(body: Body, year: Year) -> list[Seat]:
    """By number, each with those who held it within the year in the order in which they did."""
    holdings = SeatHolding.objects.overlapping(year.first_day, year.last_day).order_by("starts_on", "pk")
    named = holdings.select_related("organisation", "body").prefetch_related("body__names")
    return list(body.seats.order_by("number", "pk").prefetch_related(Prefetch("holdings", queryset=named)))


def _is_called(seat: Seat, meeting: Meeting, marks: Marks) -> bool:
    """Whether the seat was the body's on the day, or was marked for whatever reason."""
    return _is_current(seat, meeting) or (seat.pk, meeting.pk) in marks


def _is_current(seat: Seat, meeting: Meeting) -> bool:
    on = meeting.held_on
    assert on is not None  # meetings of a year have their day
    return (seat.starts_on is None or seat.starts_on <= on) and (seat.ends_on is None or seat.ends_on >= on)


def _column(body: Body, meeting: Meeting, seats: Sequence[Seat], marks: Marks) -> MeetingColumn:
    states = [marks[seat.pk, meeting.pk].state for seat in seats if (seat.pk, meeting.pk) in marks]
    current = sum(_is_current(seat, meeting) for seat in seats)
    return MeetingColumn(meeting, Tally.of(states), quorum_of(body, seats=current, states=states))


def _row(seat: Seat, meetings: Sequence[Meeting], marks: Marks, *, on: date) -> SeatRow:
    own = [marks.get((seat.pk, meeting.pk)) for meeting in meetings]
    return SeatRow(
        seat=seat,
        holders=_holders(seat, on=on),
        marks=tuple(_mark(seat, meeting, mark) for meeting, mark in zip(meetings, own, strict=True)),
        tally=Tally.of(mark.state for mark in own if mark),
    )


def _holders(seat: Seat, *, on: date) -> tuple[Held, ...]:
    holdings = list(seat.holdings.all())
    return tuple(
        Held(
            name=holding.body.name_on(on) if holding.body else str(holding.organisation),
            organisation=holding.organisation,
            period=holding.period if len(holdings) > 1 else "",
        )
        for holding in holdings
    )


def _mark(seat: Seat, meeting: Meeting, mark: Attendance | None) -> MarkShown:
    if mark is None:
        return MarkShown("", "not on record" if _is_current(seat, meeting) else "not a seat of the body on that day")
    state = AttendanceState(mark.state)
    words = f"{state.label} ({mark.deputy_name})" if mark.deputy_name else state.label
    left = departure_in_words(mark.departure, f"item {mark.departed_at.position}" if mark.departed_at else "")
    return MarkShown(LETTERS[state], "; ".join(filter(None, (words, left))), bool(mark.departure))
