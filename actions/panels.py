"""What actions show on the page of a meeting, and the place for apps above on an action’s own page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from actions.models import Action
from actions.services.sharing import meetings_before, sharing_grid
from boards.models import Partnership, Person
from boards.panels import ON_PERSON, ON_TODAY, Line, Task, first_waiting, list_panel, overdue_words, task_panel
from boards.prepared import prepared
from core.addresses import address
from core.panels import Panel, PanelRequest, Place
from core.rules.dates import format_date
from meetings.models import Meeting
from meetings.panels import MEETING_MAIN, MEETING_MAIN_AHEAD

if TYPE_CHECKING:
    from boards.panels import Reader

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


@MEETING_MAIN.add(order=3)
@MEETING_MAIN_AHEAD.add(order=15)
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


LIST = "actions:actions"


def overdue(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    return Action.objects.visible_to(reader).filter(partnership=partnership).overdue(on=on)


@prepared("partnership")
def _first_overdue(partnership: int, reader: Reader, on: date) -> QuerySet[Any, Any]:
    rows = Action.objects.visible_to(reader).filter(partnership=partnership).overdue(on=on)
    return first_waiting(rows.for_list(), "due_on", on=on)


@ON_TODAY.add(order=80, page=LIST, rows=overdue)
def overdue_actions(asked: PanelRequest[Partnership]) -> Panel | None:
    """Open actions whose date has passed."""
    slug = asked.record.slug

    def task(action: Action) -> Task:
        assert action.due_on is not None  # asked of the database
        return Task(
            action.what,
            address("actions:action", slug, action.pk),
            "Update",
            address("actions:action_update", slug, action.pk),
            when=overdue_words(action.due_on, on=asked.on),
            note=f"{action.owner}, due {format_date(action.due_on)}",
            about=f"the action: {action.what}",
        )

    rows = _first_overdue(asked.record.pk, asked.reader, asked.on)
    return task_panel("actions", "Actions overdue", rows, task, url=f"{address(LIST, slug)}?status=overdue", page=LIST)
