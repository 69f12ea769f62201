"""What actions show on the page of a meeting, and the place for apps above on an action’s own page."""

from __future__ import annotations

from django.db.models import QuerySet

from actions.models import Action
from actions.services.sharing import meetings_before, sharing_grid
from boards.models import Person
from boards.panels import ON_PERSON, Line, list_panel
from boards.prepared import prepared
from core.panels import Panel, PanelRequest, Place
from core.rules.dates import format_date
from meetings.models import Meeting
from meetings.panels import MEETING_MAIN, MEETING_MAIN_AHEAD, MEETING_SIDE, MEETING_SIDE_AHEAD

# The page of an action.
ON_ACTION: Place[Action] = Place()


@MEETING_MAIN.add(order=20)
@MEETING_MAIN_AHEAD.add(order=20)
def sharing_panel(asked: PanelRequest[Meeting]) -> Panel | None:
    """Which organisations have shared the actions: of this meeting, and of those before it."""
    meeting, reader = asked.record, asked.reader
    own = sharing_grid(meeting)
    before = [sharing_grid(one) for one in meetings_before(meeting)]
    # Of an earlier meeting only what is left to say: nothing, where all was settled before anyone shared it.
    grids = [*([own] if own else []), *(grid for grid in before if grid and grid.columns)]
    if not grids:
        return None
    may_record = reader.has_perm("actions.update_action", meeting.partnership)
    return Panel(
        "actions/panels/sharing.html",
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
    shown = [(action, action.is_overdue(on=asked.on)) for action in _agreed_at(asked.record.pk)]
    return Panel("actions/panels/actions.html", {"actions": shown}) if shown else None


@prepared("meeting")
def _agreed_at(meeting: int) -> QuerySet[Action]:
    return Action.objects.filter(meeting=meeting).with_owner().select_related("partnership").order_by("number")


MOST = 20


@ON_PERSON.add(order=20)
def actions_of_person(asked: PanelRequest[Person]) -> Panel | None:
    """Those that the person owns, the one due first on top."""
    actions = Action.objects.visible_to(asked.reader).filter(owner_person=asked.record).select_related("partnership")
    shown = list(actions.order_by("due_on", "pk")[: MOST + 1])
    lines = [
        Line(
            one.what,
            one.get_absolute_url(),
            f"{one.get_status_display().capitalize()}{f', due {format_date(one.due_on)}' if one.due_on else ''}",
        )
        for one in shown[:MOST]
    ]
    more = f"Only the first {MOST} are shown." if len(shown) > MOST else ""
    return list_panel("Actions", anchor="actions", lines=lines, more=more)
