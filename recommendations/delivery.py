"""What delivers a recommendation, read from both ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from boards.models import Strategy
from boards.panels import Panel
from meetings.models import Action
from recommendations.models import DeliveringAction, Recommendation, ServedPriority

if TYPE_CHECKING:
    from recommendations.querysets import Reader

# What apps above add to the page on which officers link what delivers a recommendation.
delivery_panels: list[Callable[[Recommendation, date], Panel]] = []


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


def delivered_by_action(action: Action, reader: Reader, on: date) -> Panel | None:
    """Which recommendations the action delivers, as far as the reader may see them."""
    known = Recommendation.objects.visible_to(reader).filter(delivering_actions__action=action)
    return delivered_panel(known.as_at(on).by_number(), "Recommendations that this action delivers", on)


def served_by_strategy(strategy: Strategy, reader: Reader, on: date) -> Panel | None:
    """Which recommendations serve the strategy's priorities."""
    known = Recommendation.objects.visible_to(reader).filter(served_priorities__priority__strategy=strategy)
    return delivered_panel(known.as_at(on).by_number().distinct(), "Recommendations that serve this strategy", on)


def delivered_panel(recommendations: Iterable[Recommendation], heading: str, on: date) -> Panel | None:
    """A short list of recommendations on the page of what delivers them; nothing where there are none."""
    found = list(recommendations)
    if not found:
        return None
    partnership = found[0].partnership
    context = {"recommendations": found, "heading": heading, "partnership": partnership, "on": on}
    return Panel("recommendations/delivered.html", context)
