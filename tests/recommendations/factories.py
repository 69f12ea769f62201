"""Makers of what belongs to scrutiny's thread, beside those of ``tests.factories``."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from recommendations.models import DeliveringAction, ProgressRequest, Response, StatusProposal, Wording
from tests.factories import (
    ActionFactory,
    MeetingFactory,
    RecommendationFactory,
    ResponsiblePartyFactory,
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


class StatusProposalFactory(DjangoModelFactory):
    class Meta:
        model = StatusProposal

    recommendation = factory.SubFactory(RecommendationFactory)
    to_status = "implemented"
    reason = "All of it is in place"
    evidence = "The report of 14 April"
    proposed_at = LAST_SPRING_NOON


class ProgressRequestFactory(DjangoModelFactory):
    class Meta:
        model = ProgressRequest

    recommendation = factory.SubFactory(RecommendationFactory)
    party = factory.SubFactory(
        ResponsiblePartyFactory, partnership=factory.SelfAttribute("..recommendation.partnership")
    )
    meeting = factory.SubFactory(
        MeetingFactory, body__partnership=factory.SelfAttribute("...recommendation.partnership")
    )
    answer_by = date(2026, 11, 2)
