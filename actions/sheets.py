"""Actions as a file, and how it comes back with another status, day or note."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from actions.choices import ActionStatus
from actions.models import Action
from actions.services.actions import MOST_CHANGES, ActionChange, reports_of, standings
from core.choices import Precision
from core.rules.dates import format_date
from core.sheets import Cell, cells
from core.sheets.importing import FileRow, Fixed, ImportSheet, Input
from meetings.models import Meeting


def _day(meeting: Meeting) -> Cell:
    """As much of the day as is known (T-4): a month is never written as its first day."""
    if meeting.held_on is not None and meeting.held_precision == Precision.DAY:
        return meeting.held_on
    return meeting.when


ActionFixed = Fixed[Action]


class ActionSheet(ImportSheet[Action, ActionChange]):
    """One row for each action, after ``with_latest_note``. It comes back with another status, day or note.

    A file can't add or reword actions: what was agreed is changed by correcting the summary.
    """

    noun = "action"
    fixed_because = "a file changes the due day, the status and the note only. To change this, correct the summary"
    does = "the file changes {} actions"
    reads_workbooks = False
    most_rows, most_changes = 2_000, MOST_CHANGES

    number = ActionFixed("number", lambda one: one.number)
    body = ActionFixed("body", lambda one: one.body.name)
    meeting = ActionFixed("meeting", lambda one: _day(one.meeting))
    what = ActionFixed("what", lambda one: one.what)
    owner = ActionFixed("owner", lambda one: str(one.owner))
    due = Input[Action, date](
        "due",
        lambda one: one.due_on,
        parse=cells.day,
        help="the new day, for example 2027-04-03 or 03/04/2027, which is read as 3 April 2027; "
        "left empty, the day stays",
    )
    status = Input[Action, str](
        "status",
        lambda one: one.get_status_display(),
        parse=cells.choice_of(ActionStatus),
        help="not started, in progress, done or no longer needed",
    )
    note = Input[Any, str](
        "note", lambda one: one.latest_note, parse=cells.text(4_000), help="new words become a report of today"
    )

    def __init__(self, records: Iterable[Action], *, today: date) -> None:
        super().__init__(records, today=today)
        self.standings = standings(self.records.values())
        self.reports = reports_of(one.pk for one in self.records.values())

    def change(self, row: FileRow[Action]) -> ActionChange | None:
        action, due_on, held_on = row.record, row[self.due], row.record.meeting.held_on
        if due_on and due_on != action.due_on and held_on and due_on < held_on:
            row.refuse(self.due, f"{format_date(due_on)} is before the meeting, {format_date(held_on)}")
        asked = ActionChange(
            action=action.pk,
            standing=self.standings[action.pk],
            status=row[self.status] or "",
            due_on=due_on,
            note=row[self.note] or "",
        )
        return asked.remaining(action, self.reports[action.pk])
