"""What the partnership and its members have achieved."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin
from performance.filters import AchievementFilter

ROWS_A_PAGE = 25


class AchievementList(PartnershipMixin, TemplateView):
    template_name = "performance/achievements.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtered = AchievementFilter(self.request.GET, partnership=self.partnership, reader=self.request.user)
        page = Paginator(filtered.qs, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filter=filtered,
            page=page,
            may_keep=self.request.user.has_perm("performance.keep_measures", self.partnership),
            themes=[(theme, list(found)) for theme, found in groupby(page, key=lambda one: one.theme)],
            **kwargs,
        )
