from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from monitoring.models import FollowUp, MonitoringDecision, Review
from tests.factories import MeetingFactory, RecommendationFactory, UserFactory
from tests.recommendations.factories import LAST_SPRING


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


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    recommendation = factory.SubFactory(RecommendationFactory)
    text = "What became of the joint meetings?"
    asked_by = factory.SubFactory(UserFactory)
