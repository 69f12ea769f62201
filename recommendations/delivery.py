"""What delivers a recommendation, read from both ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.models import Action
from core.panels import Panel
from recommendations.models import DeliveringAction, Recommendation, ServedPriority


@dataclass(frozen=True)
class Delivery:
    """The links of one recommendation."""

    actions: Sequence[DeliveringAction]
    priorities: Sequence[ServedPriority]

    @property
    def found_actions(self) -> set[Action]:
        return {link.action for link in self.actions}


def read_delivery(recommendation: Recommendation) -> Delivery:
    """Two queries."""
    actions = recommendation.delivering_actions.select_related(
        "action__partnership",
        "action__meeting",
        "action__owner_organisation",
        "action__owner_body",
        "action__owner_person",
    )
    priorities = recommendation.served_priorities.select_related("priority__strategy", "priority__parent")
    return Delivery(list(actions.order_by("action__due_on", "pk")), list(priorities))


def delivered_panel(recommendations: Iterable[Recommendation], heading: str, on: date) -> Panel | None:
    """A short list of recommendations on the page of what delivers them; nothing where there are none."""
    found = list(recommendations)
    if not found:
        return None
    partnership = found[0].partnership
    context = {"recommendations": found, "heading": heading, "partnership": partnership, "on": on}
    return Panel("recommendations/delivered.html", context)
