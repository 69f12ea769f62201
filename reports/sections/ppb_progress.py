"""On the page of a PPB's meeting: the progress on what it commissioned, as a paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from boards.panels import Panel
from meetings.models import Meeting
from recommendations.models import Recommendation
from reports.printing.ppb_insert import commissioning_bodies, day_of

if TYPE_CHECKING:
    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    """At most two queries; none for the meeting of a body that commissions nothing."""
    bodies = commissioning_bodies(meeting)
    if not bodies or meeting.is_off:
        return None
    day = day_of(meeting, on=on)
    # As on the paper: what is in preparation is in no paper of a meeting.
    found = Recommendation.objects.visible_to(AnonymousUser()).filter(
        partnership=meeting.partnership_id, topic_group__commissioned_by__in=bodies
    )
    number = found.as_at(day).count()
    context = {"number": number, "on": day, "meeting": meeting, "partnership": meeting.partnership}
    return Panel("reports/sections/ppb_progress.html", context) if number else None
