"""The list of meetings: pages of rows, and each row in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import django_tables2 as tables
from django.utils.safestring import SafeString

from core.choices import Precision
from core.rules.dates import MONTHS, format_days, format_weekday
from core.rules.working_days import SummaryTiming
from core.tables import Listing
from core.tags import tag
from meetings.choices import SUMMARY_TONES, MeetingStatus
from meetings.models import Meeting
from meetings.services.clock import SummaryClock

ON_ONE_LINE = {"td": {"class": "app-nowrap"}}
# What goes without saying of a meeting that is to come, and of one that is past.
PLAIN = (MeetingStatus.PLANNED, MeetingStatus.HELD)


class MeetingTable(Listing):
    held_on = tables.Column(order_by=("held_on", "pk"))

    class Meta:
        attrs = {"caption": "Meetings"}


@dataclass(frozen=True)
class MeetingLine:
    """A meeting below the heading of its month: ``day`` is “Monday 21”, or several days in full."""

    meeting: Meeting
    day: str
    tags: tuple[SafeString, ...]


@dataclass(frozen=True)
class MonthOfLines:
    heading: str
    lines: list[MeetingLine] = field(default_factory=list)


@dataclass(frozen=True)
class PartOfList:
    """What is to come, or what is past, by month."""

    is_ahead: bool
    months: list[MonthOfLines] = field(default_factory=list)


def in_parts(meetings: Iterable[Meeting], clock: SummaryClock) -> list[PartOfList]:
    """The meetings of a page in their order, below what is to come and what is past, and the months of each."""
    parts: list[PartOfList] = []
    for meeting in meetings:
        is_ahead = meeting.held_on is not None and meeting.held_on >= clock.today
        if not parts or parts[-1].is_ahead != is_ahead:
            parts.append(PartOfList(is_ahead))
        months, heading = parts[-1].months, month_of(meeting.held_on, meeting.held_precision)
        if not months or months[-1].heading != heading:
            months.append(MonthOfLines(heading))
        months[-1].lines.append(MeetingLine(meeting, _day(meeting), tuple(_tags(meeting, clock))))
    return parts


def month_of(day: date | None, precision: str) -> str:
    """“December 2026”, “2012” where no more is known."""
    if day is None or precision == Precision.UNKNOWN:
        return "Date to be confirmed"
    return str(day.year) if precision == Precision.YEAR else f"{MONTHS[day.month - 1]} {day.year}"


def _day(meeting: Meeting) -> str:
    day = meeting.exact_day
    if day is None:
        return ""
    if meeting.ends_on and meeting.ends_on != day:
        return format_days(day, meeting.ends_on)
    return format_weekday(day).rpartition(" ")[0]


def _tags(meeting: Meeting, clock: SummaryClock) -> Iterable[SafeString]:
    """Its status, unless that goes without saying, and what became of its summary."""
    if meeting.status not in PLAIN:
        yield tag(_capital(meeting.get_status_display()), meeting.tone)
    summary = getattr(meeting, "summary", None)
    published_at = summary.published_at if summary else None
    timing: SummaryTiming | None = clock.timing(meeting, published_at=published_at)
    if timing is None:
        if published_at:
            yield tag("Summary published", "green")
    elif not meeting.is_off and (published_at or meeting.held_on is None or meeting.held_on <= clock.today):
        yield tag(f"Summary {timing.state.value}", SUMMARY_TONES[timing.state.value])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
