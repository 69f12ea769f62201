"""Which organisations have passed the actions on: of this meeting, and of those before it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel
from meetings.models import Meeting
from meetings.services.cascade_reading import cascade_grid, meetings_before

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


def section(meeting: Meeting, reader: User | AnonymousUser, on: date) -> Panel | None:
    own = cascade_grid(meeting)
    before = [cascade_grid(one) for one in meetings_before(meeting)]
    # Of an earlier meeting only what is left to say: nothing, where all was settled before anybody passed it on.
    grids = [*([own] if own else []), *(grid for grid in before if grid and grid.columns)]
    if not grids:
        return None
    may_record = reader.has_perm("meetings.update_action", meeting.partnership)
    return Panel(
        "meetings/sections/cascade.html",
        {
            "grids": grids,
            "meeting": meeting,
            "may_record": may_record,
            "slug": meeting.partnership.slug,
        },
    )
