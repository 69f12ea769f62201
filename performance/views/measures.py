"""How far the partnership has come: all measures by theme, and one with its figures."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.views.as_at import AsAtMixin
from performance.filters import MeasureFilter
from performance.models import Measure
from performance.panels import ON_MEASURE
from performance.rules import Rag
from performance.standing import standing_of, target_words

ROWS_A_PAGE = 25


class MeasureList(AsAtMixin, TemplateView):
    template_name = "performance/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filtered = MeasureFilter(self.request.GET, partnership=self.partnership, reader=self.request.user, on=self.on)
        standings = filtered.standings
        page = Paginator(standings, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        counts = Counter(standing.rag for standing in standings)
        return super().get_context_data(
            filter=filtered,
            page=page,
            themes=[(theme, list(found)) for theme, found in groupby(page, key=lambda one: one.measure.theme)],
            total=len(standings),
            may_keep=self.request.user.has_perm("performance.keep_measures", self.partnership),
            counts=[(rag, counts[rag]) for rag in Rag if counts[rag]],
            **kwargs,
        )


class MeasureShow(AsAtMixin, TemplateView):
    template_name = "performance/measure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        measures = Measure.objects.visible_to(user).filter(partnership=self.partnership)
        year = self.on.year
        measure = get_object_or_404(
            measures.select_related("priority").with_results(up_to=year).with_comparisons(up_to=year),
            code=self.kwargs["code"],
        )
        is_today = self.on == self.today
        may_keep = is_today and user.has_perm("performance.keep_measures", self.partnership)
        targets = measure.targets.order_by("-year") if may_keep else []
        return super().get_context_data(
            measure=measure,
            standing=standing_of(measure, awaited_by=year),
            panels=self.panels_at(ON_MEASURE, measure, on=self.on),
            may_keep=may_keep,
            has_comparators=may_keep and self.partnership.comparators.exists(),
            targets=[(one, target_words(measure, one)) for one in targets],
            may_add_result=is_today and user.has_perm("performance.add_result", self.partnership),
            **kwargs,
        )
