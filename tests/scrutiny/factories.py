from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from scrutiny.models import Evidence, ProgrammeTopic, ReportParagraph, ScrutinySettings, StagePassed
from tests.factories import BodyFactory, PartnershipFactory, TopicGroupFactory
from tests.recommendations.factories import LAST_SPRING


class ProgrammeTopicFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeTopic

    ppb = factory.SubFactory(BodyFactory, kind="ppb")
    partnership = factory.SelfAttribute("ppb.partnership")
    year = 2026
    title = factory.Sequence(lambda n: f"Topic {n}")


class ReportParagraphFactory(DjangoModelFactory):
    class Meta:
        model = ReportParagraph

    topic_group = factory.SubFactory(TopicGroupFactory)
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda paragraph: f"6.{paragraph.position}")
    text = factory.Sequence(lambda n: f"What paragraph {n} says")


class StagePassedFactory(DjangoModelFactory):
    class Meta:
        model = StagePassed

    topic_group = factory.SubFactory(TopicGroupFactory)
    stage = "ppb"
    outcome = "agreed"
    happened_on = LAST_SPRING


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    topic_group = factory.SubFactory(TopicGroupFactory)
    kind = "witness"
    given_by = "Fire Service"
    given_on = LAST_SPRING
    text = "What the witness said"


class ScrutinySettingsFactory(DjangoModelFactory):
    class Meta:
        model = ScrutinySettings

    partnership = factory.SubFactory(PartnershipFactory)
