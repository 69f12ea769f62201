"""Decisions, and how punctual the summaries were, as rows of a file."""

from __future__ import annotations

from core.choices import Precision
from core.sheets import Cell, Column, Sheet
from meetings.models import Meeting
from summaries.models import Decision
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


def _day(meeting: Meeting) -> Cell:
    """A date that sorts where it is known to the day; “September 2012” where it is not (T-4)."""
    return meeting.held_on if meeting.held_precision == Precision.DAY else meeting.when


class DecisionSheet(Sheet[Decision]):
    """A row for each decision, after ``with_outcome``; its number is that in its address."""

    title = "Decisions"
    number = Column[Decision]("Number", lambda one: one.pk)
    decision = Column[Decision]("Decision", lambda one: one.text)
    body = Column[Decision]("Board or group", lambda one: str(one.meeting.body or ""))
    held = Column[Decision]("Date", lambda one: _day(one.meeting))
    meeting = Column[Decision]("Meeting", lambda one: one.meeting.title)
    outcome = Column[Decision]("Actions of the meeting", lambda one: one.outcome)
