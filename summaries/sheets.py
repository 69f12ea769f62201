"""How punctual the summaries were, as rows of a file."""

from __future__ import annotations

from core.sheets import Column, Sheet
from summaries.services.register import RegisterLine


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
