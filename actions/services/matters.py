"""Matters arising: what a body's earlier meetings agreed and is still open, for its agenda and its summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from actions.choices import ACTION_TONES, ActionStatus
from actions.models import Action, ActionHandover, ActionUpdate
from core.panels import Panel
from meetings.models import Meeting
from meetings.services.contacts import Owner


@dataclass(frozen=True)
class Matter:
    """An open action as it stood on the day: owner, status, the latest report, how many were asked to share it."""

    action: Action
    owner: Owner
    status: ActionStatus
    update: ActionUpdate | None
    asked: int
    shared: int
    is_overdue: bool

    @property
    def tone(self) -> str:
        return ACTION_TONES[self.status]


def matters_arising(meeting: Meeting, *, on: date) -> list[Action]:
    """AG-3: the actions of the body's earlier meetings that are open, the first due first.

    As at the day of the meeting; as at ``on`` as long as the meeting is to come.
    """
    return list(Action.objects.open_from_before(meeting, on=on).with_owner())


def matters_as_they_stood(meeting: Meeting, *, on: date) -> list[Matter]:
    """The same actions with what the agenda says of each. Three queries, however many there are."""
    day = min(on, meeting.held_on) if meeting.held_on else on
    reports = ActionUpdate.objects.filter(action=OuterRef("pk"), reported_on__lte=day).values("pk")[:1]
    # Annotated with what the type checker does not follow.
    actions: list[Any] = list(
        Action.objects.open_from_before(meeting, on=on)
        .with_owner()
        .select_related("partnership")
        .prefetch_related(Prefetch("handovers", ActionHandover.objects.with_owners()))
        .annotate(
            latest_report=Subquery(reports),
            asked=Count("sharings"),
            shared=Count("sharings", filter=Q(sharings__shared_at__date__lte=day)),
        )
    )
    updates = ActionUpdate.objects.in_bulk([action.latest_report for action in actions if action.latest_report])
    matters = []
    for action in actions:
        update = updates.get(action.latest_report)
        # Closed by a report of a later day: until then nobody had said that anything was done.
        status = update.status if update else action.status if action.is_open else ActionStatus.NOT_STARTED
        matters.append(
            Matter(
                action=action,
                owner=action.owner_on(day),
                status=ActionStatus(status),
                update=update,
                asked=action.asked,
                shared=action.shared,
                is_overdue=action.due_on is not None and action.due_on < day,
            )
        )
    return matters


def filling_of_matters(meeting: Meeting, on: date) -> Panel:
    """What an item “matters arising” lists by itself."""
    matters = matters_as_they_stood(meeting, on=on)
    actions = "1 open action" if len(matters) == 1 else f"{len(matters)} open actions"
    return Panel("actions/matters.html", {"matters": matters, "in_short": f"{actions} from earlier meetings."})
