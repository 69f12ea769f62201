"""What the meeting is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.choices import MeetingKind
from meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting)
    if meeting.kind == MeetingKind.EVENT and items:
        return None  # its programme stands above
    may_manage = reader.has_perm("meetings.manage_meetings", meeting.partnership)
    context = {
        "items": items,
        "meeting": meeting,
        "partnership": meeting.partnership,
        "may_manage": may_manage,
        "is_ahead": meeting.held_on is not None and meeting.held_on > on,
    }
    return Panel("meetings/sections/agenda.html", context)
