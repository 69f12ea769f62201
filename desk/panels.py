"""What the pages of bodies and organisations show of meetings and actions, and faults on *Today*."""

from __future__ import annotations

from datetime import date

from actions.models import Action
from attendance.rules import seats_needed
from boards.models import Body, Organisation, Partnership
from boards.panels import ON_BODY, ON_ORGANISATION, ON_TODAY, Task, TaskGroup, group_panel
from core.addresses import address
from core.models import ChoreFailure
from core.panels import Panel, PanelRequest
from core.rules.dates import financial_year
from meetings.models import Meeting
from meetings.services.cadence import read_cadences

SHOWN = 5


@ON_BODY.add(order=10)
def meetings_of_body(asked: PanelRequest[Body]) -> Panel:
    """How the body meets, and the meetings before and after the day."""
    body, on = asked.record, asked.on
    reading = next(iter(read_cadences([body], on=on)), None)
    meetings = Meeting.objects.of_body(body)
    return Panel(
        "desk/panels/meetings.html",
        {
            "latest": meetings.filter(held_on__lt=on).newest_first().first(),
            "next": meetings.upcoming(on=on).first(),
            "body": body,
            "cadence": reading,
            "quorum": _quorum_words(body, on),
            "owes_summary": body.is_owing_summaries,
        },
    )


def _quorum_words(body: Body, on: date) -> str:
    """“one third of the seats, 9 of 26”; empty where no rule is on record."""
    if body.quorum is None and not body.quorum_share:
        return ""
    seats = body.seats.current(on=on).count()
    needed = seats_needed(number=body.quorum, share=body.quorum_share, seats=seats)
    if body.quorum_share:
        share = body.get_quorum_share_display()
        return f"{share}, {needed} of {seats}" if needed else share
    return f"{needed} of {seats} seats" if seats else f"{needed} seats"


@ON_ORGANISATION.add(order=10)
def actions_of_organisation(asked: PanelRequest[Organisation]) -> Panel:
    """The open actions that the organisation carries out, the one due first on top."""
    organisation = asked.record
    actions = Action.objects.filter(owner_organisation=organisation).open().select_related("body")
    return Panel(
        "desk/panels/actions.html",
        {
            "actions": actions.order_by("due_on", "pk")[:SHOWN],
            "count": actions.count(),
            "overdue": actions.overdue(on=asked.on).count(),
            "code": organisation.code,
        },
    )


@ON_ORGANISATION.add(order=20)
def attendance_of_organisation(asked: PanelRequest[Organisation]) -> Panel:
    """The way to how often its seats were filled in the year of the day."""
    return Panel("desk/panels/attendance.html", {"code": asked.record.code, "year": financial_year(asked.on)})


@ON_TODAY.add(order=25)
def background_faults(asked: PanelRequest[Partnership]) -> Panel | None:
    """What the portal could not do by itself: for admins."""
    slug = asked.record.slug
    if not asked.reader.has_perm("boards.manage_partnership", asked.record):
        return None
    count = ChoreFailure.objects.of_partnership(slug).unsettled().count()
    url = address("office:background", slug)
    fault = Task(f"{count} fault{'' if count == 1 else 's'} in background work", url, "See faults", url)
    return group_panel(TaskGroup("faults", "Background work", (fault,) if count else (), count))
