"""The panels of a meeting’s page, and the places where apps above add theirs; on Today who should meet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from boards.models import Partnership
from boards.panels import ON_TODAY, Task, TaskGroup, group_panel
from boards.prepared import prepared
from core.addresses import address
from core.models import AuditEvent
from core.panels import Panel, PanelRequest, Place
from meetings.models import Meeting, MeetingMove
from meetings.services.cadence import bodies_behind
from meetings.services.deadlines import DUE_MOVED, bodies_of

# The page of a meeting: above all else, below its summary, and beside that. Until it is held there is no summary to
# read, so that its agenda takes that place.
MEETING_TOP: Place[Meeting] = Place()
MEETING_MAIN: Place[Meeting] = Place()
MEETING_MAIN_AHEAD: Place[Meeting] = Place()
MEETING_SIDE: Place[Meeting] = Place()
MEETING_SIDE_AHEAD: Place[Meeting] = Place()
# Buttons in its header, and lines in the list of what an officer may do with it until its summary is published.
MEETING_BUTTONS: Place[Meeting] = Place()
MEETING_LINKS: Place[Meeting] = Place()


@MEETING_TOP.add(order=10)
def together_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Who holds the meeting jointly, and on what theme."""
    meeting = asked.record
    bodies = bodies_of(meeting)
    if len(bodies) < 2 and not meeting.theme:
        return None
    context = {"bodies": bodies if len(bodies) > 1 else [], "theme": meeting.theme, "partnership": meeting.partnership}
    return Panel("meetings/panels/together.html", context)


@MEETING_SIDE.add(order=40)
@MEETING_SIDE_AHEAD.add(order=40)
def moves_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """From which day to which the meeting was moved, and which bank holiday moved its summary’s deadline."""
    meeting = asked.record
    moves, deadlines = list(_moves_of(meeting.pk)), deadline_moves(meeting)
    if not moves and not deadlines:
        return None
    return Panel("meetings/panels/moves.html", {"moves": moves, "deadlines": deadlines})


def deadline_moves(meeting: Meeting) -> list[dict[str, Any]]:
    """Each change of the deadline is recorded and shown (T-2), the latest first."""

    def day(written: str | None) -> date | None:
        """The audit trail writes a deadline that is not there as “None”."""
        return date.fromisoformat(written) if written and written != "None" else None

    return [
        {
            "before": day(event.details.get("before")),
            "after": day(event.details.get("after")),
            "because": event.details.get("because", ""),
            "moved_at": event.made_at,
        }
        for event in _deadline_moved(str(meeting.pk))
    ]


@prepared("meeting")
def _moves_of(meeting: int) -> QuerySet[MeetingMove]:
    return MeetingMove.objects.filter(meeting=meeting)


@prepared("about")
def _deadline_moved(about: str) -> QuerySet[AuditEvent]:
    events = AuditEvent.objects.filter(verb=DUE_MOVED, about_type=Meeting._meta.label_lower, about_pk=about)
    return events.order_by("-made_at", "-pk")


@ON_TODAY.add(order=120)
def boards_behind(asked: PanelRequest[Partnership]) -> Panel | None:
    """Boards and groups that have met less often than they should."""
    slug = asked.record.slug
    tasks = tuple(
        Task(
            str(reading.body),
            address("boards:body", slug, reading.body.code),
            "Propose dates",
            address("meetings:propose", slug, reading.body.code),
            note=reading.words,
            about=f"for {reading.body}",
        )
        for reading in bodies_behind(asked.record, on=asked.on)
    )
    return group_panel(TaskGroup("behind", "Due to meet", tasks, len(tasks)))
