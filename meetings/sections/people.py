"""Who was there, and whether that made a quorum."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting
from meetings.services.attendance import present_at

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    """Counts, quorum and guests of a meeting that was held; before, how many seats make a quorum."""
    if meeting.is_off or meeting.held_on is None:
        return None
    present = present_at(meeting)
    guests = list(meeting.guests.all())
    has_record = any(one.tally.recorded for one in present)
    is_ahead = meeting.held_on > on or not (has_record or guests)
    if is_ahead and not any(one.quorum.needed for one in present):
        return None
    context = {"present": present, "guests": guests, "is_ahead": is_ahead, "is_joint": len(present) > 1}
    return Panel("meetings/sections/people.html", context)
