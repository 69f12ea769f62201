"""A month of meetings, week by week."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from boards.models import Body, Partnership
from boards.services.calendar import holiday_names_of
from core.choices import Precision
from core.rules.dates import MONTHS, ONE_DAY, add_months
from meetings.models import Meeting, MeetingQuerySet

MONDAY_FIRST = Weeks(firstweekday=0)


@dataclass(frozen=True)
class MonthDay:
    day: date
    is_in_month: bool
    is_today: bool
    holiday: str
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Nothing is to be said of it: a phone leaves it out."""
        return not (self.is_in_month and (self.is_today or self.holiday or self.meetings))


@dataclass(frozen=True)
class Month:
    """``undated`` are meetings of which only the month is known (T-4)."""

    first: date
    weeks: list[list[MonthDay]]
    undated: list[Meeting]
    count: int

    @property
    def name(self) -> str:
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"


def month_of(meetings: MeetingQuerySet, partnership: Partnership, *, first: date, today: date) -> Month:
    """The meetings of the month that begins on ``first``; three queries, however many there are."""
    last = add_months(first, 1) - ONE_DAY
    ending = Coalesce(F("ends_on"), F("held_on"))
    shown = meetings.annotate(last_day=ending).filter(held_on__lte=last, last_day__gte=first)
    known = Q(held_precision=Precision.DAY) | Q(held_precision=Precision.MONTH)
    found = list(
        shown.filter(known)
        .select_related("body")
        .prefetch_related("joint_bodies__body")
        .order_by("held_on", F("starts_at").asc(nulls_first=True), "pk")
    )
    on_days: dict[date, list[Meeting]] = defaultdict(list)
    for meeting in found:
        if meeting.held_precision == Precision.DAY:
            for day in _days_of(meeting, first, last):
                on_days[day].append(meeting)
    names = holiday_names_of(partnership, {first.year})
    weeks = [
        [MonthDay(day, day.month == first.month, day == today, names.get(day, ""), on_days[day]) for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]
    undated = [meeting for meeting in found if meeting.held_precision == Precision.MONTH]
    return Month(first, weeks, undated, len(found))


def _days_of(meeting: Meeting, first: date, last: date) -> list[date]:
    assert meeting.held_on is not None  # asked of the database
    start, end = max(meeting.held_on, first), min(meeting.ends_on or meeting.held_on, last)
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


def bodies_that_meet(partnership: Partnership) -> list[Body]:
    """Those that have a meeting on record, alone or jointly: what a calendar offers to choose from."""
    meets = Q(meetings__isnull=False) | Q(joint_meetings__isnull=False)
    return list(partnership.bodies.filter(meets).distinct().only("partnership", "code", "name", "sort_order"))
