"""What waits for the office today, counted, and the meetings to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from boards.models import Partnership
from boards.panels import ON_TODAY, TaskGroup, summed
from boards.prepared import prepared
from core.panels import Panel
from core.rules.dates import format_time, format_weekdays
from meetings.models import Meeting


@dataclass(frozen=True)
class Day:
    """All that *Today* shows: ``on_top`` are panels that are no tasks."""

    on_top: tuple[Panel, ...]
    groups: tuple[TaskGroup, ...]

    @classmethod
    def of(cls, panels: Iterable[Panel]) -> Day:
        found = list(panels)
        groups = tuple(panel.context["group"] for panel in found if "group" in panel.context)
        return cls(tuple(panel for panel in found if "group" not in panel.context), groups)

    @property
    def older_count(self) -> int:
        """How many tasks have waited for more than a year."""
        return sum(group.older_count for group in self.groups)

    @property
    def counts(self) -> dict[str, int]:
        """Name of a page to how much waits there."""
        return summed((group.page, group.number) for group in self.groups if group.page)


def waiting_counts(request: HttpRequest, partnership: Partnership, *, on: date) -> dict[str, int]:
    """Name of a page to how much waits there for the office: “progress:requests”: 3. One query; none on Today, which
    has read it all; nothing for others than officers.
    """
    reader: Any = request.user
    if not reader.has_perm("boards.work_at_desk", partnership):
        return {}
    known: dict[str, int] | None = getattr(request, "waiting_counts", None)
    if known is None:
        known = ON_TODAY.counts(partnership.pk, reader=reader, on=on)
        request.waiting_counts = known  # type: ignore[attr-defined]  # for all who ask on this page
    return known


@dataclass(frozen=True)
class MeetingAhead:
    meeting: Meeting
    name: str
    day: str
    starts: str
    has_agenda: bool


def meetings_ahead(partnership: Partnership, *, on: date, at_most: int) -> tuple[MeetingAhead, ...]:
    """The next meetings, and whether the agenda of each is published; one query."""
    return tuple(
        MeetingAhead(
            meeting=meeting,
            name=str(meeting.body or meeting.title),
            day=format_weekdays(meeting.held_on, meeting.ends_on, today=on) if meeting.held_on else "",
            starts=format_time(meeting.starts_at) if meeting.starts_at else "",
            has_agenda=meeting.agenda_published_at is not None,
        )
        for meeting in _upcoming(partnership.pk, on, at_most)
    )


@prepared("partnership")
def _upcoming(partnership: int, on: date, at_most: int) -> QuerySet[Meeting]:
    upcoming = Meeting.objects.filter(partnership=partnership).upcoming(on=on)
    return upcoming.select_related("body").only(
        *("title", "held_on", "held_precision", "ends_on", "starts_at", "venue"),
        *("agenda_published_at", "body__name"),
    )[:at_most]
