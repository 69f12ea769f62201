"""Makers of what belongs to scrutiny's thread, beside those of ``tests.factories``."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from recommendations.models import (
    DeliveringAction,
    FollowUp,
    MonitoringDecision,
    ProgressRequest,
    Response,
    Review,
    StatusProposal,
    Wording,
)
from tests.factories import (
    ActionFactory,
    MeetingFactory,
    RecommendationFactory,
    ResponsiblePartyFactory,
    UserFactory,
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


class MonitoringDecisionFactory(DjangoModelFactory):
    class Meta:
        model = MonitoringDecision

    recommendation = factory.SubFactory(RecommendationFactory)
    choice = "stop"
    meeting = factory.SubFactory(
        MeetingFactory, body__partnership=factory.SelfAttribute("...recommendation.partnership"), held_on=LAST_SPRING
    )
    decided_on = LAST_SPRING
    reason = "Nothing is left to do"


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    recommendation = factory.SubFactory(RecommendationFactory)
    reviewed_on = LAST_SPRING
    achieved = "Summaries come within five working days"
    cost = "Two hours of an officer a month"
    next_steps = "Look again in a year"
    outcome = "continue"


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


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    recommendation = factory.SubFactory(RecommendationFactory)
    text = "What became of the joint meetings?"
    asked_by = factory.SubFactory(UserFactory)
