"""Recommendations as officers pick them, for an agenda item or an action (DI-1)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from actions.models import Action
from core.models import User
from core.records.picks import Pick, Picker
from core.rules.text import numbers_after
from meetings.models import Meeting
from recommendations.models import DeliveringAction, Recommendation
from recommendations.models.reading import IN_PRINTED_ORDER
from recommendations.services.delivery import link, unlink

Record = TypeVar("Record", bound=models.Model)


class RecommendationPicker(Picker[Record]):
    """Of the partnership's public reports, those monitored on the day of the meeting, or today before it."""

    model: ClassVar[type[models.Model]]

    def choices(self, meeting: Meeting, *, on: date, also: Collection[int] = ()) -> dict[int, Pick]:
        ours = Recommendation.objects.filter(partnership=meeting.partnership_id)
        day = min(meeting.held_on or on, on)
        known = ours.filter(topic_group__is_draft=False).as_at(day).monitored().values("pk")
        rows = ours.filter(Q(pk__in=known) | Q(pk__in=also)).order_by(*IN_PRINTED_ORDER)
        return {
            pk: Pick(pk, f"{number}. {title} ({report})", f"recommendation {number}")
            for pk, number, title, report in rows.values_list("pk", "number", "title", "topic_group__title")
        }

    def suggest(self, text: str, choices: Mapping[int, Pick]) -> list[Pick]:
        named = {f"recommendation {number}" for number in numbers_after("recommendation", text)}
        return [pick for pick in choices.values() if pick.short in named]

    def picked(self, record: Record) -> set[int]:
        return set(self.links(record).values_list("recommendation", flat=True))

    def change(self, record: Record, *, add: Collection[int], remove: Collection[int], by: User) -> None:
        new = set(add) - self.picked(record)
        for recommendation in Recommendation.objects.filter(pk__in=new, partnership=self.partnership_of(record)):
            link(self.model, recommendation=recommendation, linked=record, by=by)
        for known in self.links(record).filter(recommendation__in=remove):
            unlink(link=known, by=by)

    @abstractmethod
    def links(self, record: Record) -> models.QuerySet[Any]: ...

    @abstractmethod
    def partnership_of(self, record: Record) -> int: ...


class ActionPicker(RecommendationPicker[Action]):
    """What an action delivers."""

    model = DeliveringAction

    def links(self, record: Action) -> models.QuerySet[DeliveringAction]:
        return record.recommendations_delivered.all()

    def partnership_of(self, record: Action) -> int:
        return record.partnership_id


ACTION_PICKER = ActionPicker()
