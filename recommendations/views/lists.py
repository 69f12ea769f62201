"""The member's page: every recommendation, the longest silence first, with what has changed since the last visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from core import clock
from recommendations.charts import status_chart
from recommendations.filters import LAST_VISIT, SORTS, RecommendationFilter
from recommendations.news import read_news
from recommendations.services.visits import note_visit

ROWS_A_PAGE = 25


class FilteredRows(AsAtMixin):
    """The recommendations that the address asks for; ``since`` is when the reader's last visit ended."""

    def filtered(self, since: datetime | None = None) -> RecommendationFilter:
        return RecommendationFilter(
            self.request.GET,
            partnership=self.partnership,
            reader=self.request.user,
            on=self.on,
            now=clock.now(),
            since=since,
        )


class RecommendationList(FilteredRows, TemplateView):
    template_name = "recommendations/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What is new is new today: a page of a past day has no news.
        is_today = self.on == self.today
        since = note_visit(user=self.request.user, partnership=self.partnership, at=clock.now()) if is_today else None
        filtered = self.filtered(since)
        rows = filtered.rows
        counts = rows.status_counts()
        news = read_news(self.partnership, since=since, reader=self.request.user)
        paginator = Paginator(rows, ROWS_A_PAGE)
        paginator.count = total = sum(counts.values())  # counted already, so that list and chart cannot disagree
        page = paginator.get_page(self.request.GET.get("page"))
        for recommendation in page:
            recommendation.news = news.get(recommendation.pk, ())
        return super().get_context_data(
            filter=filtered,
            page=page,
            total=total,
            chart=status_chart(counts),
            since=since,
            changed=len(news),
            last_visit=LAST_VISIT,
            sorts=[{"key": key, "text": text, "current": key == filtered.sort} for key, (text, _) in SORTS.items()],
            may_comment=self.request.user.has_perm("recommendations.comment", self.partnership),
            **kwargs,
        )
