"""Who is invited to a meeting, and what people can be told of it, on its page."""

from __future__ import annotations

from core.panels import Panel, PanelRequest
from invitations.models import Invitation
from invitations.services.invitations import why_closed
from meetings.models import Meeting
from meetings.panels import MEETING_LINKS, MEETING_MAIN, MEETING_MAIN_AHEAD
from meetings.signals import AGENDA, DATE

SHOWN = 6


@MEETING_MAIN.add(order=30)
@MEETING_MAIN_AHEAD.add(order=30)
def invitations_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Who is invited, and what they answered: for officers, who also say here who meets."""
    meeting, reader = asked.record, asked.reader
    if not reader.has_perm("meetings.manage_meetings", meeting.partnership):
        return None
    invitations = Invitation.objects.visible_to(reader).filter(meeting=meeting)
    return Panel(
        "invitations/panels/invitations.html",
        {
            "counts": invitations.counts(),
            "coming": invitations.coming().select_related("organisation")[:SHOWN],
            "meeting": meeting,
            "partnership": meeting.partnership,
            "may_invite": not why_closed(meeting, on=asked.on),
        },
    )


@MEETING_LINKS.add(order=10)
def notice_links(asked: PanelRequest[Meeting]) -> Panel | None:
    """What people can be told of by email, and the words of the link."""
    meeting = asked.record
    if not meeting.is_ahead(on=asked.on) or not asked.may("meetings.manage_meetings"):
        return None
    if meeting.is_off:
        found = [(DATE, f"Tell people that it is {meeting.get_status_display()}")]
    else:
        found = [(DATE, "Tell people the new date")] if meeting.moves.exists() else []
        if meeting.agenda_published_at is not None:
            found.append((AGENDA, f"Tell people about the {meeting.agenda_word}"))
    return Panel("invitations/panels/notice_links.html", {"to_tell": found})
