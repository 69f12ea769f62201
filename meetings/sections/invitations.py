"""Who is invited, and what they answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    return None
