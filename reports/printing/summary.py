"""A published summary of a meeting on paper, from what its publication froze."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string

from attendance.choices import AttendanceState
from core.models import RenderedFile
from core.rules.dates import format_time
from meetings.models import Meeting
from reports.printing.page import PrintedPage
from summaries.models import SummaryRevision

GROUPS = (
    (AttendanceState.PRESENT, "Present"),
    (AttendanceState.ONLINE, "Joined online"),
    (AttendanceState.DEPUTY, "Represented by a deputy"),
    (AttendanceState.APOLOGIES, "Apologies"),
    (AttendanceState.LEAVE, "Leave of absence"),
    (AttendanceState.ABSENT, "Absent"),
)


def page(paper: RenderedFile) -> PrintedPage:
    """The paper of the revision that ``about`` names."""
    revision = SummaryRevision.objects.select_related(
        "summary__meeting__body", "summary__meeting__partnership", "published_by"
    ).get(pk=paper.about["revision"])
    meeting = revision.summary.meeting
    html = render_to_string("pdf/reports/summary.html", context(revision, meeting))
    return PrintedPage(html=html, accent=meeting.partnership.accent)


def context(revision: SummaryRevision, meeting: Meeting) -> dict[str, Any]:
    """All that the paper shows."""
    partnership = meeting.partnership
    return {
        "language": "en-GB",
        "title": f"Summary: {meeting.title}, {meeting.when}",
        "author": partnership.name,
        "running_head": partnership.name,
        "running_foot": f"Summary: {meeting.title}",
        "example_note": partnership.example_note,
        "revision": revision,
        "meeting": meeting,
        "facts": facts(meeting),
        "attendance": attendance(revision),
        "actions": [
            {**action, "due_on": date.fromisoformat(action["due_on"]) if action.get("due_on") else None}
            for action in revision.actions
        ],
    }


def facts(meeting: Meeting) -> list[dict[str, str]]:
    """When and where, in the order in which people ask."""
    when = meeting.when
    if meeting.starts_at:
        when += f", {format_time(meeting.starts_at)}"
        if meeting.ends_at:
            when += f" to {format_time(meeting.ends_at)}"
    known = [("Date", when), ("Place", meeting.venue), ("Body", meeting.body.name if meeting.body else "")]
    return [{"name": name, "text": text} for name, text in known if text]


def attendance(revision: SummaryRevision) -> list[dict[str, Any]]:
    """Who was there, grouped, body by body where several met jointly; groups of nobody are left out."""
    marked = revision.seats_marked
    bodies = dict.fromkeys(seat.body for seat in marked)
    grouped = [
        {
            "heading": f"{body}: {heading[0].lower()}{heading[1:]}" if body else heading,
            "seats": [seat for seat in marked if (seat.state, seat.body) == (state, body)],
        }
        for body in bodies
        for state, heading in GROUPS
    ]
    return [group for group in grouped if group["seats"]]
