"""What delivers a recommendation: actions of meetings, and the priority of a strategy that it serves."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from actions.models import Action
from boards.choices import StrategyStatus
from boards.models import Partnership, Priority
from core import audit
from core.acts import Refused, act
from core.models import User
from recommendations.models import DeliveringAction, Recommendation, ServedPriority

L = TypeVar("L", bound=models.Model)

# A search that finds more asks for more words.
MOST_FOUND = 20


def find_actions(partnership: Partnership, words: str) -> list[Action]:
    """Actions in which each of the words stands, in what is to be done, its body or its meeting; the newest first.

    Without words, the newest ones.
    """
    found = Action.objects.filter(partnership=partnership).with_owner().select_related("meeting", "body")
    for word in words.split():
        found = (
            found.filter(what__icontains=word)
            | found.filter(body__name__icontains=word)
            | found.filter(meeting__title__icontains=word)
        )
    return list(found.order_by("-meeting__held_on", "-pk")[:MOST_FOUND])


def priorities_to_choose(partnership: Partnership) -> list[Priority]:
    """Priorities and sub-themes of adopted strategies, the newest strategy first."""
    adopted = Priority.objects.filter(
        strategy__partnership=partnership, strategy__status=StrategyStatus.ADOPTED
    ).select_related("strategy", "parent")
    return list(adopted.order_by("-strategy__starts_on", "strategy", "position", "pk"))


def link_action(*, recommendation: Recommendation, action: Action, by: User) -> DeliveringAction:
    """Say that the action delivers the recommendation. Raises ``Refused``."""
    if action.partnership_id != recommendation.partnership_id:
        raise Refused("Choose an action of this partnership", field="action")
    return link(DeliveringAction, recommendation=recommendation, linked=action, by=by)


def link_priority(*, recommendation: Recommendation, priority: Priority, by: User) -> ServedPriority:
    """Say that the recommendation serves the priority of an adopted strategy. Raises ``Refused``."""
    strategy = priority.strategy
    if strategy.partnership_id != recommendation.partnership_id or strategy.status != StrategyStatus.ADOPTED:
        raise Refused("Choose a priority of a strategy that was adopted", field="priority")
    return link(ServedPriority, recommendation=recommendation, linked=priority, by=by)


@act()
def link(model: type[L], *, recommendation: Recommendation, linked: models.Model, by: User) -> L:
    """Link what the model names (``named_by``) to the recommendation; said twice, it is linked once."""
    named_by = model.named_by  # type: ignore[attr-defined]  # of each of these links
    names: dict[str, Any] = {"recommendation": recommendation, named_by: linked}
    made, is_new = model._default_manager.get_or_create(**names)
    if is_new:
        _record("linked", made, by=by)
    return made


@act()
def unlink(*, link: models.Model, by: User) -> None:
    """Take the link back, as what was linked stays; one that is gone already stays gone."""
    if known := type(link)._base_manager.select_for_update(no_key=True).filter(pk=link.pk).first():
        _record("unlinked", known, by=by)
        known.delete()


def _record(what: str, link: Any, *, by: User) -> None:
    about, details = link.recommendation, {link.named_by: str(getattr(link, link.named_by))}
    audit.record(f"recommendation.{what}", by=by, about=about, scope=about.partnership.slug, **details)
