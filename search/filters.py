"""From which year what is looked for is."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Max, Min

from boards.models import Partnership
from core.rules.dates import DateRefused, FinancialYear, financial_year
from search.models import SearchEntry
from search.querysets import SearchEntryQuerySet


class SearchFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label="Financial year", empty_label="All years", method="in_year")

    class Meta:
        model = SearchEntry
        fields = ("year",)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        span = partnership.meetings.aggregate(first=Min("held_on"), last=Max("held_on"))
        if span["first"]:
            first, last = financial_year(span["first"]).start, financial_year(span["last"]).start
            years = [FinancialYear(start) for start in range(last, first - 1, -1)]
            self.filters["year"].extra["choices"] = [(year.slug, year.label) for year in years]

    def in_year(self, entries: SearchEntryQuerySet, name: str, slug: str) -> SearchEntryQuerySet:
        try:
            year = FinancialYear.parse(slug)
        except DateRefused:
            return entries.none()
        return entries.filter(happened_on__range=(year.first_day, year.last_day))
