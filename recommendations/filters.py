"""The member's choice of recommendations: one reading for list, counts, chart, paper and downloads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.http import QueryDict

from boards.models import Partnership
from core.rules.dates import format_date
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation, ResponsibleParty, TopicGroup
from recommendations.querysets import RecommendationQuerySet

if TYPE_CHECKING:
    from recommendations.querysets import Reader

SORTS = {
    "silence": ("Longest without progress", RecommendationQuerySet.silent_longest),
    "newest": ("Newest progress", RecommendationQuerySet.newest_progress_first),
    "status": ("Status", RecommendationQuerySet.by_status),
    "number": ("Number", RecommendationQuerySet.by_number),
}
DEFAULT_SORT = "silence"
LAST_VISIT = "visit"
PERIODS = {"30": "30 days ago", "91": "3 months ago", "365": "12 months ago"}


class RecommendationFilter(django_filters.FilterSet):
    """Recommendations of a partnership as at a day, filtered and sorted by the address's parameters.

    ``since`` is when the reader's last visit ended; ``now`` is the moment that periods are counted back from.
    """

    status = django_filters.ChoiceFilter(
        field_name="status_on_day",
        label="Status",
        empty_label="Any status",
        choices=[(status.value, status.label.capitalize()) for status in RecommendationStatus],
    )
    party = django_filters.ChoiceFilter(field_name="parties__code", label="Who does it", empty_label="Anybody")
    topic_group = django_filters.ChoiceFilter(
        field_name="topic_group__body__code", label="Topic group", empty_label="Any topic group"
    )
    changed = django_filters.ChoiceFilter(label="Changed since", empty_label="Any time", method="filter_changed")

    class Meta:
        model = Recommendation
        fields = ()

    def __init__(
        self,
        data: QueryDict | dict[str, Any] | None,
        *,
        partnership: Partnership,
        reader: Reader,
        on: date,
        now: datetime,
        since: datetime | None = None,
    ) -> None:
        queryset = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on)
        super().__init__(data, queryset=queryset)
        self.reader, self.now, self.since = reader, now, since
        chosen = (data or {}).get("sort", DEFAULT_SORT)
        self.sort = chosen if chosen in SORTS else DEFAULT_SORT
        parties = ResponsibleParty.objects.filter(partnership=partnership).values_list("code", "name")
        self.topic_groups = list(
            TopicGroup.objects.visible_to(reader).filter(partnership=partnership).values_list("body__code", "title")
        )
        self.filters["party"].extra["choices"] = list(parties)
        self.filters["topic_group"].extra["choices"] = self.topic_groups
        self.filters["changed"].extra["choices"] = self._periods()

    def _periods(self) -> list[tuple[str, str]]:
        visit = [(LAST_VISIT, f"My last visit, {format_date(self.since.date())}")] if self.since else []
        return [*visit, *PERIODS.items()]

    def filter_changed(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        moment = self.since if value == LAST_VISIT else self.now - timedelta(days=int(value))
        assert moment is not None  # without a last visit it is not among the choices
        return rows.changed_since(moment, reader=self.reader)

    @property
    def rows(self) -> RecommendationQuerySet:
        """What the page, the paper and the downloads show, in the order asked for."""
        rows: RecommendationQuerySet = SORTS[self.sort][1](self.qs)
        return rows
