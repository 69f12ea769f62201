"""Who was at a meeting, on its page."""

from __future__ import annotations

from attendance.services import present_at
from core.panels import Panel, PanelRequest
from meetings.models import Meeting
from meetings.panels import MEETING_SIDE, MEETING_SIDE_AHEAD


@MEETING_SIDE.add(order=30)
@MEETING_SIDE_AHEAD.add(order=30)
def people_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Counts, quorum and guests of a meeting that was held; before, how many seats make a quorum."""
    meeting = asked.record
    if meeting.is_off or meeting.held_on is None:
        return None
    present = present_at(meeting)
    guests = list(meeting.guests.all())
    has_record = any(one.tally.recorded for one in present)
    is_ahead = meeting.held_on > asked.on or not (has_record or guests)
    if is_ahead and not any(one.quorum.needed for one in present):
        return None
    context = {"present": present, "guests": guests, "is_ahead": is_ahead, "is_joint": len(present) > 1}
    return Panel("attendance/panels/people.html", context)
