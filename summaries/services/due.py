"""Summaries that are owed, and how urgent each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from boards.models import Partnership
from boards.prepared import prepared
from core.rules.dates import format_weekdays
from core.rules.working_days import SummaryState, SummaryTiming
from meetings.choices import SUMMARY_TONES
from meetings.models import Meeting, MeetingQuerySet
from meetings.services.clock import SummaryClock

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class SummaryDue:
    """A meeting whose summary is owed: ``tag`` says how urgent it is, ``clock`` how that was counted."""

    meeting: Meeting
    name: str
    tag: str
    tone: str
    clock: str
    has_draft: bool


def owing(partnership: int, on: date) -> MeetingQuerySet:
    return Meeting.objects.filter(partnership=partnership).owing_summary(on=on)


def for_dues(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """With as much as ``read_dues`` reads."""
    return meetings.select_related("body", "summary").only(
        *("title", "status", "held_on", "held_precision", "ends_on", "summary_due_on"),
        *("body__name", "summary__meeting", "summary__saved_at"),
    )


def summaries_due(partnership: Partnership, *, on: date) -> tuple[SummaryDue, ...]:
    """Summaries owed on the day, the oldest deadline first."""
    return read_dues(partnership, list(_owing(partnership.pk, on)), on=on)


@prepared("partnership")
def _owing(partnership: int, on: date) -> QuerySet[Meeting]:
    return for_dues(owing(partnership, on))


def read_dues(partnership: Partnership, meetings: Iterable[Meeting], *, on: date) -> tuple[SummaryDue, ...]:
    """One query for the bank holidays, however many meetings."""
    meetings = list(meetings)
    clock = SummaryClock(partnership, meetings, today=on)
    return tuple(
        _due(meeting, timing, clock, on=on)
        for meeting in meetings
        if (timing := clock.timing(meeting, published_at=None)) is not None
    )


def meeting_name(body: object, title: str, held_on: date | None, ends_on: date | None = None, *, on: date) -> str:
    """“Safer Halton SSP, Thursday 12 November”."""
    name = str(body or title)
    return f"{name}, {format_weekdays(held_on, ends_on, today=on)}" if held_on else name


def _due(meeting: Meeting, timing: SummaryTiming, clock: SummaryClock, *, on: date) -> SummaryDue:
    tag = timing.words
    if timing.state == SummaryState.DUE:
        left = timing.working_days
        tag = "due on the next working day" if left == 1 else f"due in {left} working days"
    summary = getattr(meeting, "summary", None)
    return SummaryDue(
        meeting=meeting,
        name=meeting_name(meeting.body, meeting.title, meeting.held_on, meeting.ends_on, on=on),
        tag=tag[0].upper() + tag[1:],
        tone=SUMMARY_TONES[timing.state],
        clock=clock.explanation(meeting),
        has_draft=summary is not None and summary.saved_at is not None,
    )
