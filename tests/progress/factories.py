from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from progress.models import ProgressRequest, StatusProposal
from tests.factories import MeetingFactory, OwnerFactory, RecommendationFactory
from tests.recommendations.factories import LAST_SPRING_NOON


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
    owner = factory.SubFactory(OwnerFactory, partnership=factory.SelfAttribute("..recommendation.partnership"))
    meeting = factory.SubFactory(
        MeetingFactory, body__partnership=factory.SelfAttribute("...recommendation.partnership")
    )
    answer_by = date(2026, 11, 2)
