"""The member's page: every recommendation, the longest silence first, with what has changed since the last visit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from boards.prepared import prepared
from boards.views.as_at import AsAtMixin
from core import clock
from recommendations.charts import status_chart
from recommendations.filters import ALL, CLOSED, LAST_PPB, LAST_VISIT, SORTS, RecommendationFilter
from recommendations.models import Recommendation, related
from recommendations.news import read_news
from recommendations.panels import ROW_ACTIONS
from recommendations.services.ppb_meetings import ppb_meetings_held
from recommendations.services.visits import note_visit

if TYPE_CHECKING:
    from recommendations.models import Reader

ROWS_A_PAGE = 25
# Of what has changed, in the sentence above the list; its link leads to all.
SENTENCES = 3


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
        total, hidden = filtered.total()
        changed, changed_since_ppb = filtered.changed_counts() if is_today else (0, 0)
        # Counted already, so that list and chart cannot disagree; the rows of the page are read below.
        page: Any = Paginator(range(total.number), ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = filtered.page_rows(slice(page.start_index() - 1, page.end_index())) if total.number else []
        proposed = self._proposed(page)
        keys = tuple(one.pk for one in page) if changed else ()
        news = read_news(keys, since=since, reader=self.request.user) if keys else {}
        for recommendation in page:
            recommendation.news = news.get(recommendation.pk, ())
            recommendation.proposed = proposed.get(recommendation.pk, "")
        return super().get_context_data(
            filter=filtered,
            page=page,
            total=total,
            chart=status_chart(total.counts),
            since=since,
            changed=changed,
            changed_shown=[one for one in page if one.news][:SENTENCES],
            last_visit=f"?changed={LAST_VISIT}&standing={ALL}",
            last_ppb=f"?changed={LAST_PPB}&standing={ALL}",
            changed_since_ppb=changed_since_ppb,
            is_today=is_today,
            hidden=hidden,
            ppb_meetings=ppb_meetings_held(self.partnership, reader=self.request.user, today=self.today),
            closed=CLOSED,
            sorts=[{"key": key, "text": text, "current": key == filtered.sort} for key, (text, _) in SORTS.items()],
            may_comment=self.request.user.has_perm("recommendations.comment", self.partnership),
            row_actions=self.panels_at(ROW_ACTIONS, self.partnership, on=self.on),
            **kwargs,
        )

    def _proposed(self, page: Iterable[Recommendation]) -> dict[int, str]:
        """The statuses that wait for confirmation on this page, in words, for those who may know."""
        waiting = _waiting(tuple(one.pk for one in page), self.request.user)
        return {one.recommendation_id: one.get_to_status_display() for one in waiting}


@prepared()
def _waiting(recommendations: tuple[int, ...], reader: Reader) -> Any:
    return related("proposals").visible_to(reader).waiting().filter(recommendation__in=recommendations)
