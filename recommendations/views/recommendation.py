"""One recommendation as a story."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from core import clock
from recommendations.models import Recommendation, RecommendationQuerySet
from recommendations.panels import PAGE_ACTIONS, SIDE, STORY
from recommendations.services.visits import note_visit


class RecommendationShow(AsAtMixin, TemplateView):
    template_name = "recommendations/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_today = self.on == self.today
        since = note_visit(user=user, partnership=self.partnership, at=clock.now()) if is_today else None
        known = Recommendation.objects.visible_to(user).filter(partnership=self.partnership).as_at(self.on)
        # What it arose from is shown by the app above, which knows reviews.
        whole = known.select_related("arose_from__review__recommendation")
        recommendation = get_object_or_404(whole, pk=self.kwargs["pk"])
        before, after = self._neighbours(known, recommendation, self.on)
        return super().get_context_data(
            recommendation=recommendation,
            story=self.panels_at(STORY, recommendation, on=self.on, since=since),
            facts=self.panels_at(SIDE, recommendation, on=self.on, since=since),
            before=before,
            after=after,
            actions=self.panels_at(PAGE_ACTIONS, recommendation, on=self.on),
            **kwargs,
        )

    @staticmethod
    def _neighbours(
        known: RecommendationQuerySet, recommendation: Recommendation, on: date
    ) -> tuple[Recommendation | None, Recommendation | None]:
        """The recommendations before and after this one in its report."""
        siblings = known.filter(topic_group=recommendation.topic_group_id).prefetch_related(None)
        siblings = siblings.with_wordings(on=on)
        before = siblings.filter(number__lt=recommendation.number).order_by("-number").first()
        return before, siblings.filter(number__gt=recommendation.number).order_by("number").first()
