"""What actions show on the page of a meeting, and the place for apps above on an action’s own page."""

from __future__ import annotations

from actions.models import Action
from actions.services.cascade import cascade_grid, meetings_before
from core.panels import Panel, PanelRequest, Place
from meetings.models import Meeting
from meetings.panels import MEETING_MAIN, MEETING_MAIN_AHEAD, MEETING_SIDE, MEETING_SIDE_AHEAD

# The page of an action.
ON_ACTION: Place[Action] = Place()


@MEETING_MAIN.add(order=20)
@MEETING_MAIN_AHEAD.add(order=20)
def cascade_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Which organisations have passed the actions on: of this meeting, and of those before it."""
    meeting, reader = asked.record, asked.reader
    own = cascade_grid(meeting)
    before = [cascade_grid(one) for one in meetings_before(meeting)]
    # Of an earlier meeting only what is left to say: nothing, where all was settled before anybody passed it on.
    grids = [*([own] if own else []), *(grid for grid in before if grid and grid.columns)]
    if not grids:
        return None
    may_record = reader.has_perm("actions.update_action", meeting.partnership)
    return Panel(
        "actions/panels/cascade.html",
        {
            "grids": grids,
            "meeting": meeting,
            "may_record": may_record,
            "slug": meeting.partnership.slug,
        },
    )


@MEETING_SIDE.add(order=2)
@MEETING_SIDE_AHEAD.add(order=2)
def actions_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """What was agreed, as it stands now."""
    actions = asked.record.actions.with_owner().select_related("partnership").order_by("number")
    shown = [(action, action.is_overdue(on=asked.on)) for action in actions]
    return Panel("actions/panels/actions.html", {"actions": shown}) if shown else None
