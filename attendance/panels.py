"""Who was at a meeting, on its page."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from attendance.models import Attendance, Guest
from attendance.services import present_at
from boards.choices import Position
from boards.models import Appointment, Person
from boards.panels import ON_PERSON, Line, list_panel
from boards.prepared import prepared
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
    guests = list(_guests_of(meeting.pk))
    has_record = any(one.tally.recorded for one in present)
    is_ahead = meeting.held_on > asked.on or not (has_record or guests)
    if is_ahead and not any(one.quorum.needed for one in present):
        return None
    context = {"present": present, "guests": guests, "is_ahead": is_ahead, "is_joint": len(present) > 1}
    return Panel("attendance/panels/people.html", context)


@prepared("meeting")
def _guests_of(meeting: int) -> QuerySet[Guest]:
    return Guest.objects.filter(meeting=meeting)


MOST = 10


@ON_PERSON.add(order=30)
def attendance_of_person(asked: PanelRequest[Person]) -> Panel | None:
    """How the seats of the person were filled at the latest meetings while they sat there."""
    day = OuterRef("meeting__held_on")
    sat = Appointment.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        person=asked.record,
        seat=OuterRef("seat"),
    ).exclude(position=Position.DEPUTY)
    marks = Attendance.objects.visible_to(asked.reader).filter(Exists(sat))
    latest = marks.select_related("meeting__partnership", "departed_at").order_by(F("meeting__held_on").desc(), "-pk")
    shown = list(latest[: MOST + 1])
    lines = [
        Line(f"{one.meeting.title}, {one.meeting.when}", one.meeting.get_absolute_url(), one.words)
        for one in shown[:MOST]
    ]
    more = f"Only the latest {MOST} are shown." if len(shown) > MOST else ""
    return list_panel("Attendance", anchor="attendance", lines=lines, more=more)
