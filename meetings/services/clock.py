"""The clock of summaries, in words (T-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from boards.models import Partnership
from boards.services.calendar import holiday_names_of
from core.rules.working_days import SummaryState, SummaryTiming, explain_due, summary_timing
from meetings.models import Meeting


class SummaryClock:
    """Says where each of a partnership's meetings stands on a day; one query, however many meetings."""

    def __init__(self, partnership: Partnership, meetings: Iterable[Meeting], *, today: date) -> None:
        self.today = today
        days = [day for one in meetings for day in (one.held_on, one.last_on, one.summary_due_on)]
        years = {day.year for day in days if day}
        first, last = min(years, default=today.year), max(years | {today.year})
        # A summary published long after its meeting is late by the working days of all the years between.
        self.names = holiday_names_of(partnership, range(first, last + 2))
        self.holidays = frozenset(self.names)

    def timing(self, meeting: Meeting, *, published_at: datetime | None) -> SummaryTiming | None:
        """None where no summary is owed."""
        if meeting.is_off:
            words = f"not required: the meeting was {meeting.get_status_display()}"
            return SummaryTiming(SummaryState.NOT_REQUIRED, 0, words)
        if meeting.is_proposed or meeting.last_on is None or meeting.summary_due_on is None:
            return None
        return summary_timing(
            meeting.last_on,
            meeting.summary_due_on,
            published_at,
            today=self.today,
            holidays=self.holidays,
            names=self.names,
        )

    def explanation(self, meeting: Meeting) -> str:
        """“due Friday 2 April: 5 working days, Good Friday and Easter Monday skipped”; empty where none is owed."""
        if meeting.is_proposed or meeting.last_on is None or meeting.summary_due_on is None:
            return ""
        return explain_due(meeting.last_on, holidays=self.holidays, names=self.names, today=self.today)
