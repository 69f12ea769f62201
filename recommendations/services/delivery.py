"""What delivers a recommendation: actions of meetings, and the priority of a strategy that it serves."""

from __future__ import annotations

from django.db import transaction

from actions.models import Action
from boards.choices import StrategyStatus
from boards.models import Partnership, Priority
from core import audit
from core.acts import Refused
from core.models import User
from recommendations.models import DeliveringAction, Recommendation, ServedPriority

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


@transaction.atomic
def link_action(*, recommendation: Recommendation, action: Action, by: User) -> DeliveringAction:
    """Say that the action delivers the recommendation; said twice, it is said once. Raises ``Refused``."""
    if action.partnership_id != recommendation.partnership_id:
        raise Refused("Choose an action of this partnership", field="action")
    link, is_new = DeliveringAction.objects.get_or_create(recommendation=recommendation, action=action)
    if is_new:
        record_link("linked", recommendation, by=by, action=str(action))
    return link


@transaction.atomic
def unlink_action(*, link: DeliveringAction, by: User) -> None:
    """Take the link back; one that is gone already stays gone."""
    if DeliveringAction.objects.select_for_update(no_key=True).filter(pk=link.pk).first():
        record_link("unlinked", link.recommendation, by=by, action=str(link.action))
        link.delete()


@transaction.atomic
def link_priority(*, recommendation: Recommendation, priority: Priority, by: User) -> ServedPriority:
    """Say that the recommendation serves the priority of an adopted strategy. Raises ``Refused``."""
    strategy = priority.strategy
    if strategy.partnership_id != recommendation.partnership_id or strategy.status != StrategyStatus.ADOPTED:
        raise Refused("Choose a priority of a strategy that was adopted", field="priority")
    link, is_new = ServedPriority.objects.get_or_create(recommendation=recommendation, priority=priority)
    if is_new:
        record_link("linked", recommendation, by=by, priority=str(priority))
    return link


@transaction.atomic
def unlink_priority(*, link: ServedPriority, by: User) -> None:
    """Take the link back; one that is gone already stays gone."""
    if ServedPriority.objects.select_for_update(no_key=True).filter(pk=link.pk).first():
        record_link("unlinked", link.recommendation, by=by, priority=str(link.priority))
        link.delete()


def record_link(what: str, recommendation: Recommendation, *, by: User, **details: str) -> None:
    """Write into the audit trail that something is “linked” to the recommendation, or “unlinked”."""
    verb = f"recommendation.{what}"
    audit.record(verb, by=by, about=recommendation, scope=recommendation.partnership.slug, **details)
