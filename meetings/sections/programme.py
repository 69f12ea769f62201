"""An event reads by its programme: what happens when. Papers and the briefing pack are on the agenda's own page."""

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
    if meeting.kind != MeetingKind.EVENT:
        return None
    items = list(AgendaItem.objects.visible_to(reader).filter(meeting=meeting).order_by("position"))
    if not items:
        return None
    context = {
        "items": items,
        "has_leads": any(item.lead for item in items),
        "has_papers": any(item.paper for item in items),
        "meeting": meeting,
        "partnership": meeting.partnership,
    }
    return Panel("meetings/sections/programme.html", context)
