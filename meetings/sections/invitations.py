"""Who is invited, and what they answered: for officers, who also say here who meets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Invitation, Meeting
from meetings.services.invitation_state import NotOpen, check_may_invite

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User

SHOWN = 6


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    if not reader.has_perm("meetings.manage_meetings", meeting.partnership):
        return None
    invitations = Invitation.objects.visible_to(reader).filter(meeting=meeting)
    try:
        check_may_invite(meeting, on=on)
        may_invite = True
    except NotOpen:
        may_invite = False
    return Panel(
        "meetings/sections/invitations.html",
        {
            "counts": invitations.counts(),
            "coming": invitations.coming().select_related("organisation")[:SHOWN],
            "meeting": meeting,
            "partnership": meeting.partnership,
            "may_invite": may_invite,
        },
    )
