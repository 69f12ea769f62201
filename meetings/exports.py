"""Attendance and punctuality as rows of a file; the same readings feed the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.exports import Row
from core.rules.dates import format_date
from meetings.rules.attendance import Tally
from meetings.services.attendance import OrganisationYear
from meetings.services.matrix import Matrix, SeatRow
from meetings.services.register import Register

COUNTS = ("Present", "Deputy came", "Apologies", "Absent", "Seat filled, per cent")
ORGANISATION_HEADINGS = ("Organisation", "Meetings", *COUNTS)
REGISTER_HEADINGS = ("Meeting", "Board or group", "Held", "Due", "Published", "Summary", "Working days late")
OFFICER_HEADING = "Published by"


def matrix_headings(matrix: Matrix) -> tuple[str, ...]:
    """A column for each meeting between the seat and its counts."""
    meetings = [f"{column.meeting.title}, {format_date(column.meeting.held_on)}" for column in matrix.columns]
    return ("Seat", "Held by", *meetings, *COUNTS)


def matrix_rows(matrix: Matrix) -> Iterator[Row]:
    """A row for each seat, the states in words; then how each meeting's seats were filled, and its quorum."""
    for row in matrix.rows:
        yield (row.seat.number, _holders(row), *(mark.words for mark in row.marks), *_counts(row.tally))
    filled = [column.tally.filled for column in matrix.columns]
    yield (None, "Seats filled", *filled, *_counts(matrix.tally))
    verdicts = {True: "quorum", False: "no quorum", None: "not known"}
    yield (None, "Quorum", *(verdicts[column.quorum.is_met] for column in matrix.columns), *(None for _ in COUNTS))


def _holders(row: SeatRow) -> str:
    names = [f"{held.name} ({held.period})" if held.period else held.name for held in row.holders]
    return "; ".join(names) or row.seat.label


def organisation_rows(organisations: Iterable[OrganisationYear]) -> Iterator[Row]:
    for one in organisations:
        yield (one.organisation.name, one.meetings, *_counts(one.tally))


def register_rows(register: Register, *, with_officers: bool) -> Iterator[Row]:
    """A row for each meeting whose summary was owed; the officer only for officers."""
    for line in register.lines:
        row = (
            line.meeting.title,
            str(line.meeting.body or ""),
            line.meeting.held_on,
            line.meeting.summary_due_on,
            line.published_at,
            line.timing.state.value,
            line.timing.working_days if line in register.late else 0,
        )
        yield (*row, line.officer) if with_officers else row


def _counts(tally: Tally) -> tuple[int | None, ...]:
    return tally.present, tally.deputy, tally.apologies, tally.absent, tally.percent
