"""Reads of topic programmes, topic groups and their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, Q

from boards.choices import Role
from boards.roles import partnerships_with_role

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import Evidence, Finding, ProgrammeTopic, ReportParagraph, StagePassed, TopicGroup

    Reader = User | AnonymousUser


def report_readable_by(user: Reader, path: str = "") -> Q:
    """A report is public once the PPB has it; in preparation it is for PPB members and the office.

    ``path`` leads to the topic group, such as ``"topic_group__"``.
    """
    in_preparation = Q(**{f"{path}is_draft": True})
    scrutinises = Q(**{f"{path}partnership__in": partnerships_with_role(user, Role.PPB_MEMBER)})
    return Q(**{f"{path}partnership__is_listed": True}) & (~in_preparation | scrutinises)


class ProgrammeTopicQuerySet(models.QuerySet["ProgrammeTopic"]):
    def visible_to(self, user: Reader) -> Self:
        """A PPB's programme is public."""
        return self.filter(partnership__is_listed=True)


class TopicGroupQuerySet(models.QuerySet["TopicGroup"]):
    def visible_to(self, user: Reader) -> Self:
        """That a topic group works on something is public from its first day; what it writes is not: see its parts."""
        return self.filter(partnership__is_listed=True)

    def with_readable_report(self, user: Reader) -> Self:
        """Those whose report the user may read."""
        return self.filter(report_readable_by(user))

    def for_list(self, user: Reader) -> Self:
        """With what a row shows of each, those at work first; ``recommended`` counts what the user may read."""
        readable = report_readable_by(user, "recommendations__topic_group__")
        counted = self.annotate(recommended=Count("recommendations", filter=readable, distinct=True))
        newest = F("received_on").desc(nulls_last=True)
        return counted.select_related("partnership", "commissioned_by").order_by("-is_draft", newest, "title", "pk")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))


class StagePassedQuerySet(models.QuerySet["StagePassed"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))

    def in_order(self) -> Self:
        """As they were passed: SC-1 reads them so."""
        return self.order_by("pk")


class ReportParagraphQuerySet(models.QuerySet["ReportParagraph"]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(report_readable_by(user, "topic_group__"))

    def unaccounted(self) -> Self:
        """SC-2: they recommend something that no recommendation carries, and nobody has said why not."""
        return self.filter(is_recommended=True, not_carried_reason="", recommendations=None)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Reader) -> Self:
        """Evidence is as public as the report; what is for members only is for members."""
        for_members = Q(is_members_only=False) | Q(
            topic_group__partnership__in=partnerships_with_role(user, Role.MEMBER)
        )
        return self.filter(report_readable_by(user, "topic_group__"), for_members)
