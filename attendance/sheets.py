"""Attendance as rows of a file; the same readings feed the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attendance.rules import Tally
from attendance.services import Matrix, OrganisationYear, SeatRow
from core.sheets import Column, Row, Sheet, Table


class TallySheet(Sheet[Tally]):
    """The counts that stand beside a seat, an organisation and all of them."""

    present = Column[Tally]("Present", lambda one: one.present)
    online = Column[Tally]("Joined online", lambda one: one.online)
    deputy = Column[Tally]("Deputy came", lambda one: one.deputy)
    apologies = Column[Tally]("Apologies", lambda one: one.apologies)
    leave = Column[Tally]("Leave of absence", lambda one: one.leave)
    absent = Column[Tally]("Absent", lambda one: one.absent)
    percent = Column[Tally]("Seat filled, per cent", lambda one: one.percent)


def organisations_table(organisations: Iterable[OrganisationYear]) -> Table:
    rows = ((one.organisation.name, one.meetings, *TallySheet.row(one.tally)) for one in organisations)
    return Table(("Organisation", "Meetings", *TallySheet.headings()), rows)


def matrix_table(matrix: Matrix, *, title: str) -> Table:
    """A column for each meeting between the seat and its counts."""
    meetings = [f"{column.meeting.title}, {column.meeting.when}" for column in matrix.columns]
    return Table(("Seat", "Held by", *meetings, *TallySheet.headings()), _matrix_rows(matrix), title)


def _matrix_rows(matrix: Matrix) -> Iterator[Row]:
    """A row for each seat, the states in words; then how each meeting's seats were filled, and its quorum."""
    for row in matrix.rows:
        yield (row.seat.number, _holders(row), *(mark.words for mark in row.marks), *TallySheet.row(row.tally))
    filled = [column.tally.filled for column in matrix.columns]
    yield (None, "Seats filled", *filled, *TallySheet.row(matrix.tally))
    verdicts = {True: "quorum", False: "no quorum", None: "not known"}
    quorums = [verdicts[column.quorum.is_met] for column in matrix.columns]
    yield (None, "Quorum", *quorums, *(None for _ in TallySheet.columns))


def _holders(row: SeatRow) -> str:
    names = [f"{one.name} ({one.period})" if one.period else one.name for one in row.holders]
    return "; ".join(names) or row.seat.label
