"""Where a recommendation was discussed, and which ones a meeting discussed: the same rows from both ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting
from recommendations.choices import DiscussedIn
from recommendations.models import Discussion
from recommendations.sections.reading import Reading

if TYPE_CHECKING:
    from recommendations.querysets import Reader


@dataclass(frozen=True)
class Place:
    """On the agenda or in the summary, in which words."""

    label: str
    words: str
    is_members_only: bool


@dataclass(frozen=True)
class AtMeeting:
    meeting: Meeting
    is_ahead: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class OfMeeting:
    recommendation: int
    number: int
    title: str
    places: tuple[Place, ...]


def section(reading: Reading) -> Panel | None:
    """The newest meeting first; on the page of today those ahead too."""
    rows = Discussion.objects.visible_to(reading.reader).filter(recommendation=reading.recommendation)
    rows = rows.of_meetings_that_take_place()
    if not reading.is_today:
        rows = rows.known_on(reading.on)
    found = _grouped(rows.select_related("meeting__body", "item").order_by("-meeting__held_on", "-meeting"), _meeting)
    meetings = [AtMeeting(first.meeting, _is_ahead(first.meeting, reading.today), places) for first, places in found]
    return Panel("recommendations/sections/discussed.html", {"meetings": meetings}) if meetings else None


def of_meeting(meeting: Meeting, reader: Reader, on: date) -> Panel | None:
    """For the page of a meeting, which knows nothing of recommendations."""
    if meeting.is_off:
        return None
    rows = Discussion.objects.visible_to(reader).filter(meeting=meeting).select_related("recommendation", "item")
    found = _grouped(rows.order_by("recommendation__topic_group", "recommendation__number"), _recommendation)
    discussed = [
        OfMeeting(first.recommendation_id, first.recommendation.number, first.recommendation.title, places)
        for first, places in found
    ]
    context = {"discussed": discussed, "is_ahead": _is_ahead(meeting, on), "partnership": meeting.partnership}
    return Panel("recommendations/sections/discussed_at_meeting.html", context) if discussed else None


def _grouped(
    rows: Iterable[Discussion], key: Callable[[Discussion], int]
) -> list[tuple[Discussion, tuple[Place, ...]]]:
    """The rows of one meeting or recommendation together, the agenda before the summary."""
    grouped = ([*found] for _, found in groupby(rows, key=key))
    return [(found[0], tuple(_place(one) for one in sorted(found, key=_agenda_first))) for found in grouped]


def _place(row: Discussion) -> Place:
    is_members_only = row.item is not None and row.item.is_members_only
    return Place(row.get_found_in_display(), row.words, is_members_only)


def _agenda_first(row: Discussion) -> bool:
    return row.found_in != DiscussedIn.AGENDA


def _meeting(row: Discussion) -> int:
    return row.meeting_id


def _recommendation(row: Discussion) -> int:
    return row.recommendation_id


def _is_ahead(meeting: Meeting, on: date) -> bool:
    return meeting.held_on is not None and meeting.held_on > on
