"""What is kept of people in meetings."""

from __future__ import annotations

from django.db.models import Q

from core.personal import declare
from meetings.models import CalendarFeed, JointBody, Meeting, MeetingMove

declare(
    Meeting,
    written=("title", "status_as_printed", "status_reason", "venue", "theme", "source", "note"),
    nothing={"part of an address, made of the name of a thing": ("code",)},
)
declare(JointBody)
declare(MeetingMove, written=("reason",))
declare(
    CalendarFeed,
    nothing={"a secret; it goes with the account": ("token",)},
    theirs=lambda subject: Q(user=subject.user) if subject.user else Q(pk=None),
    go=True,
)
