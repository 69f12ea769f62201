"""What the pages of bodies and organisations show of meetings and actions."""

from __future__ import annotations

from datetime import date

from boards.models import Body, Organisation
from boards.panels import Panel
from meetings.models import Action, Meeting

SHOWN = 5


def meetings_of_body(body: Body, on: date) -> Panel:
    """The meeting before and the meeting after the day."""
    meetings = Meeting.objects.of_body(body)
    return Panel(
        "desk/panels/meetings.html",
        {
            "latest": meetings.filter(held_on__lt=on).newest_first().first(),
            "next": meetings.upcoming(on=on).first(),
            "code": body.code,
        },
    )


def actions_of_organisation(organisation: Organisation, on: date) -> Panel:
    """The open actions that the organisation carries out, the one due first on top."""
    actions = Action.objects.filter(owner_organisation=organisation).open().select_related("body")
    return Panel(
        "desk/panels/actions.html",
        {
            "actions": actions.order_by("due_on", "pk")[:SHOWN],
            "count": actions.count(),
            "overdue": actions.overdue(on=on).count(),
            "code": organisation.code,
        },
    )


def attendance_of_organisation(organisation: Organisation, on: date) -> Panel:
    """The way to how often its seats were filled."""
    return Panel("desk/panels/attendance.html", {"code": organisation.code})
