"""Recommendations added up: by report, by PPB, by owner, as at any date."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from monitoring.services.overview import read_overview
from recommendations.services.ppb_meetings import ppb_meetings_held


class RecommendationOverview(AsAtMixin, TemplateView):
    template_name = "monitoring/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            overview=read_overview(self.partnership, reader=user, on=self.on, today=self.today),
            ppb_meetings=ppb_meetings_held(self.partnership, reader=user, today=self.today),
            list_url=reverse("recommendations:list", args=[self.partnership.slug]),
            **kwargs,
        )
