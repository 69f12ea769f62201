"""One recommendation as a story, and the topic group that it comes from."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from boards.views.base import PartnershipMixin
from core import clock
from recommendations.choices import FindingKind
from recommendations.models import Recommendation, TopicGroup
from recommendations.querysets import RecommendationQuerySet
from recommendations.sections import story
from recommendations.sections.reading import Reading
from recommendations.services.visits import note_visit


class RecommendationShow(AsAtMixin, TemplateView):
    template_name = "recommendations/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_today = self.on == self.today
        since = note_visit(user=user, partnership=self.partnership, at=clock.now()) if is_today else None
        known = Recommendation.objects.visible_to(user).filter(partnership=self.partnership).as_at(self.on)
        recommendation = get_object_or_404(known, pk=self.kwargs["pk"])
        reading = Reading(recommendation, reader=user, on=self.on, today=self.today, since=since)
        before, after = self._neighbours(known, recommendation)
        return super().get_context_data(
            recommendation=recommendation,
            story=story(reading),
            before=before,
            after=after,
            may_add_progress=is_today and user.has_perm("recommendations.add_progress", self.partnership),
            **kwargs,
        )

    @staticmethod
    def _neighbours(
        known: RecommendationQuerySet, recommendation: Recommendation
    ) -> tuple[Recommendation | None, Recommendation | None]:
        """The recommendations before and after this one in its report."""
        siblings = known.filter(topic_group=recommendation.topic_group_id).prefetch_related(None)
        before = siblings.filter(number__lt=recommendation.number).order_by("-number").first()
        return before, siblings.filter(number__gt=recommendation.number).order_by("number").first()


class TopicGroupShow(PartnershipMixin, TemplateView):
    template_name = "recommendations/topic_group.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = TopicGroup.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        group = get_object_or_404(groups.select_related("commissioned_by", "body"), pk=self.kwargs["pk"])
        order = list(FindingKind)
        findings = sorted(
            group.findings.all(), key=lambda finding: (order.index(FindingKind(finding.kind)), finding.position)
        )
        recommendations = Recommendation.objects.visible_to(self.request.user).filter(topic_group=group)
        return super().get_context_data(
            group=group,
            sections=[
                (FindingKind(kind), list(found)) for kind, found in groupby(findings, key=lambda finding: finding.kind)
            ],
            recommendations=recommendations.as_at(clock.today()).by_number(),
            **kwargs,
        )
