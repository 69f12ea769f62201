"""From which day to which the meeting was moved, and why; and which bank holiday moved its summary's deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from boards.panels import Panel
from core.models import AuditEvent
from meetings.models import Meeting
from meetings.services.deadlines import DUE_MOVED

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


@dataclass(frozen=True)
class DeadlineMove:
    before: date | None
    after: date | None
    because: str
    moved_at: datetime


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    moves = list(meeting.moves.all())
    deadlines = _deadline_moves(meeting)
    if not moves and not deadlines:
        return None
    return Panel("meetings/sections/moves.html", {"moves": moves, "deadlines": deadlines})


def _deadline_moves(meeting: Meeting) -> list[DeadlineMove]:
    """Each change is recorded and shown (T-2); the latest first."""
    about = {"about_type": meeting._meta.label_lower, "about_pk": str(meeting.pk)}
    events = AuditEvent.objects.filter(verb=DUE_MOVED, **about).order_by("-made_at", "-pk")
    return [
        DeadlineMove(
            _day(event.details.get("before")),
            _day(event.details.get("after")),
            event.details.get("because", ""),
            event.made_at,
        )
        for event in events
    ]


def _day(written: str | None) -> date | None:
    """The audit trail writes a deadline that is not there as “None”."""
    return date.fromisoformat(written) if written and written != "None" else None
