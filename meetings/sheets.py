"""Attendance, punctuality, invitations and actions as files; the same readings feed the pages.

The actions can come back changed: ``services.action_import``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.choices import Precision
from core.sheets import Cell, Column, Row, Sheet, Table
from meetings.models import Action, Invitation, Meeting
from meetings.rules.attendance import Tally
from meetings.services.attendance import OrganisationYear
from meetings.services.matrix import Matrix, SeatRow
from meetings.services.register import RegisterLine


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
    names = [f"{held.name} ({held.period})" if held.period else held.name for held in row.holders]
    return "; ".join(names) or row.seat.label


class RegisterSheet(Sheet[RegisterLine]):
    """A row for each meeting whose summary was owed."""

    meeting = Column[RegisterLine]("Meeting", lambda one: one.meeting.title)
    body = Column[RegisterLine]("Board or group", lambda one: str(one.meeting.body or ""))
    held = Column[RegisterLine]("Held", lambda one: one.meeting.held_on)
    due = Column[RegisterLine]("Due", lambda one: one.meeting.summary_due_on)
    published = Column[RegisterLine]("Published", lambda one: one.published_at)
    summary = Column[RegisterLine]("Summary", lambda one: one.timing.state.value)
    days_late = Column[RegisterLine]("Working days late", lambda one: one.timing.working_days if one.is_late else 0)


class OfficersRegisterSheet(RegisterSheet):
    officer = Column[RegisterLine]("Published by", lambda one: one.officer)


class InvitationSheet(Sheet[Invitation]):
    """Everybody invited to a meeting, by name, as a list to take along."""

    name = Column[Invitation]("Name", lambda one: one.name)
    organisation = Column[Invitation]("Organisation", lambda one: str(one.organisation or ""))
    email = Column[Invitation]("E-mail", lambda one: one.email)
    item = Column[Invitation]("Invited to", lambda one: one.item.title if one.item else "the whole meeting")
    answer = Column[Invitation]("Answer", lambda one: one.get_state_display())
    comes_instead = Column[Invitation]("Comes instead", lambda one: one.comes_instead)
    needs = Column[Invitation]("Needs", lambda one: one.needs)
    note = Column[Invitation]("Note", lambda one: one.answer_note)
    came = Column[Invitation]("Came", lambda one: one.came)


class ActionSheet(Sheet[Action]):
    """One row for each action, after ``with_latest_note``."""

    id = Column[Action]("id", lambda one: one.pk)
    number = Column[Action]("number", lambda one: one.number)
    body = Column[Action]("body", lambda one: one.body.name)
    meeting = Column[Action]("meeting", lambda one: _day(one.meeting))
    what = Column[Action]("what", lambda one: one.what)
    owner = Column[Action]("owner", lambda one: one.owner.name)
    due = Column[Action]("due", lambda one: one.due_on)
    status = Column[Action]("status", lambda one: one.get_status_display())
    note = Column[Any]("note", lambda one: one.latest_note or "")


def _day(meeting: Meeting) -> Cell:
    """As much of the day as is known (T-4): a month is never written as its first day."""
    if meeting.held_on is not None and meeting.held_precision == Precision.DAY:
        return meeting.held_on
    return meeting.when
