"""Who holds the meeting jointly, and on what theme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting
from meetings.services.deadlines import bodies_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    bodies = bodies_of(meeting)
    if len(bodies) < 2 and not meeting.theme:
        return None
    context = {"bodies": bodies if len(bodies) > 1 else [], "theme": meeting.theme, "partnership": meeting.partnership}
    return Panel("meetings/sections/together.html", context)
