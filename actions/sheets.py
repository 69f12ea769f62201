"""Actions as rows of a file, which can come back changed: ``services.file_import``."""

from __future__ import annotations

from typing import Any

from actions.models import Action
from core.choices import Precision
from core.sheets import Cell, Column, Sheet
from meetings.models import Meeting


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
