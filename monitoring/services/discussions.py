"""Which meetings discussed which recommendations: what officers picked for agenda items and actions (DI-1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from boards.prepared import prepared
from meetings.models import OFF, Meeting
from monitoring.choices import DiscussedIn
from monitoring.models import RecommendationItem
from recommendations.models import DeliveringAction, Recommendation
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from scrutiny.models import Reader

IN_SUMMARY = {"action__meeting__summary__published_at__isnull": False}


@dataclass(frozen=True)
class Place:
    """Where on its agenda, or in its summary, a meeting discussed a recommendation."""

    recommendation: Recommendation
    meeting: Meeting
    found_in: DiscussedIn
    words: str
    is_members_only: bool = False


@dataclass(frozen=True)
class Discussion:
    """A recommendation, a meeting, and the places that join them, the agenda first."""

    recommendation: Recommendation
    meeting: Meeting
    places: list[Place] = field(default_factory=list)


def meetings_of(recommendation: Recommendation, *, reader: Reader, known_on: date | None = None) -> list[Discussion]:
    """Meetings that discussed it, the newest first, save those that did not take place; held by then, if a day is
    given. Two queries.
    """
    items = _items(reader).filter(recommendation=recommendation)
    items = items.select_related("recommendation", "item__meeting__body")
    actions = _actions(reader).filter(recommendation=recommendation)
    actions = actions.select_related("recommendation", "action__meeting__body")
    items, actions = items.exclude(item__meeting__status__in=OFF), actions.exclude(action__meeting__status__in=OFF)
    if known_on:
        items = items.filter(item__meeting__held_on__lte=known_on)
        actions = actions.filter(action__meeting__held_on__lte=known_on)
    places = [*map(_place_of_item, items), *map(_place_of_action, actions)]
    newest = sorted(places, key=lambda one: (one.meeting.held_on or date.min, one.meeting.pk), reverse=True)
    return _joined(newest, by=lambda place: place.meeting)


def recommendations_of(meeting: Meeting, *, reader: Reader) -> list[Discussion]:
    """Recommendations that the meeting discussed, in the order of their reports. Two queries."""
    items, actions = _items_at(meeting.pk, reader), _actions_at(meeting.pk, reader)
    places = [*map(_place_of_item, items), *map(_place_of_action, actions)]
    ordered = sorted(places, key=lambda one: (one.recommendation.topic_group_id, one.recommendation.number))
    return _joined(ordered, by=lambda place: place.recommendation)


def _items(reader: Reader) -> QuerySet[RecommendationItem]:
    return RecommendationItem.objects.visible_to(reader).order_by("item__is_members_only", "item__position", "pk")


def _actions(reader: Reader) -> QuerySet[DeliveringAction]:
    """An action is as public as its summary; the report may not be so yet."""
    known = DeliveringAction.objects.filter(report_readable_by(reader, "recommendation__topic_group__"), **IN_SUMMARY)
    return known.order_by("action__number", "pk")


@prepared("meeting")
def _items_at(meeting: int, reader: Reader) -> QuerySet[RecommendationItem]:
    return _items(reader).filter(item__meeting=meeting).select_related("recommendation", "item__meeting")


@prepared("meeting")
def _actions_at(meeting: int, reader: Reader) -> QuerySet[DeliveringAction]:
    return _actions(reader).filter(action__meeting=meeting).select_related("recommendation", "action__meeting")


def _place_of_item(link: RecommendationItem) -> Place:
    item = link.item
    return Place(link.recommendation, item.meeting, DiscussedIn.AGENDA, item.title, item.is_members_only)


def _place_of_action(link: DeliveringAction) -> Place:
    action = link.action
    words = f"Action {action.number}: {action.what}"
    return Place(link.recommendation, action.meeting, DiscussedIn.SUMMARY, words)


def _joined(places: Iterable[Place], *, by: Callable[[Place], Any]) -> list[Discussion]:
    """Those of one meeting or recommendation together, in the order in which they are given."""
    groups = [list(some) for _, some in groupby(places, key=by)]
    return [Discussion(some[0].recommendation, some[0].meeting, some) for some in groups]
