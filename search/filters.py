"""From which year what is looked for is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters

from core.rules.dates import DateRefused, FinancialYear
from search.models import SearchEntry
from search.querysets import SearchEntryQuerySet


def year_called(slug: str) -> FinancialYear | None:
    """None where no year's own address is so."""
    try:
        year = FinancialYear.parse(slug)
    except DateRefused:
        return None
    return year if year.slug == slug else None


class SearchFilter(django_filters.FilterSet):
    """``years`` are those that have results, and how many; the one that was asked for is offered in any case."""

    year = django_filters.ChoiceFilter(label="Financial year", empty_label="All years", method="in_year")

    class Meta:
        model = SearchEntry
        fields = ("year",)

    def __init__(self, *args: Any, years: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = year_called(self.data.get("year", ""))
        self.has_years = bool(years) or self.asked is not None
        offered = {**({self.asked.start: 0} if self.asked else {}), **years}
        self.filters["year"].extra["choices"] = [
            (FinancialYear(start).slug, f"{FinancialYear(start).label} ({offered[start]})")
            for start in sorted(offered, reverse=True)
        ]

    def in_year(self, entries: SearchEntryQuerySet, name: str, slug: str) -> SearchEntryQuerySet:
        year = FinancialYear.parse(slug)
        return entries.filter(happened_on__range=(year.first_day, year.last_day))
