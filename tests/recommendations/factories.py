"""Makers of what belongs to scrutiny's thread, beside those of ``tests.factories``."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from recommendations.models import DeliveringAction, Response, Wording
from tests.factories import (
    ActionFactory,
    RecommendationFactory,
)

LAST_SPRING = date(2026, 4, 14)
LAST_SPRING_NOON = datetime(2026, 4, 14, 11, tzinfo=UTC)


class WordingFactory(DjangoModelFactory):
    class Meta:
        model = Wording

    recommendation = factory.SubFactory(RecommendationFactory)
    number = 1
    title = factory.SelfAttribute("recommendation.title")
    paper = "Report of the topic group"
    worded_on = LAST_SPRING


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    responder = "executive"
    decision = "accepted"
    reason = "It fits the strategy"
    responded_on = LAST_SPRING


class DeliveringActionFactory(DjangoModelFactory):
    class Meta:
        model = DeliveringAction

    recommendation = factory.SubFactory(RecommendationFactory)
    action = factory.SubFactory(ActionFactory)
