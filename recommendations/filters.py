"""The member's choice of recommendations: one reading for list, counts, chart, paper and downloads."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.http import QueryDict

from boards.models import Partnership
from core.fields import SearchableSelect
from core.rules.dates import format_date
from recommendations.choices import (
    RecommendationPriority,
    RecommendationStatus,
    ResponseDecision,
    ReviewCount,
    ScrutinyValue,
    UpdateAge,
)
from recommendations.models import Owner, Recommendation, RecommendationQuerySet
from recommendations.services.ppb_meetings import last_ppb
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader

SORTS = {
    "silence": ("Longest without progress", RecommendationQuerySet.silent_longest),
    "newest": ("Newest progress", RecommendationQuerySet.newest_progress_first),
    "status": ("Status", RecommendationQuerySet.by_status),
    "number": ("Number", RecommendationQuerySet.by_number),
}
DEFAULT_SORT = "silence"
LAST_VISIT, LAST_PPB = "visit", "ppb"
CLOSED, ALL = "closed", "all"
# Unless the reader says otherwise, what a meeting has decided to stop monitoring is left out.
STANDINGS = {"open": "Open: not yet settled", CLOSED: "Closed", ALL: "Closed ones too"}
HEARD = {age.value: f"Open, {age.label}" for age in UpdateAge}
DUE_SOON = "soon"
REVIEWS = {DUE_SOON: "Overdue, or due within 30 days", **{one.value: one.label.capitalize() for one in ReviewCount}}
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
    standing = django_filters.ChoiceFilter(
        label="Monitoring", empty_label="Still monitored", choices=STANDINGS, method="filter_standing"
    )
    changed = django_filters.ChoiceFilter(label="Changed since", empty_label="Any time", method="filter_changed")
    owner = django_filters.ChoiceFilter(
        field_name="owners__code",
        label="Who does it",
        empty_label="Anybody",
        widget=SearchableSelect,
        null_label="Nobody named",
    )
    lead = django_filters.ChoiceFilter(
        label="Who leads", empty_label="Anybody", widget=SearchableSelect, method="filter_lead"
    )
    topic_group = django_filters.ChoiceFilter(
        field_name="topic_group__body__code", label="Topic group", empty_label="Any topic group"
    )
    ppb = django_filters.ChoiceFilter(
        field_name="topic_group__commissioned_by__code",
        label="PPB",
        empty_label="Any PPB",
        null_label="Not on record",
    )
    response = django_filters.ChoiceFilter(
        label="Response",
        empty_label="Any response",
        choices=[*((one.value, one.label.capitalize()) for one in ResponseDecision), ("none", "No response yet")],
        method="filter_response",
    )
    heard = django_filters.ChoiceFilter(
        label="Last heard of", empty_label="Any time", choices=HEARD, method="filter_heard"
    )
    review = django_filters.ChoiceFilter(label="Review", empty_label="Any", choices=REVIEWS, method="filter_review")
    priority = django_filters.ChoiceFilter(
        label="Priority",
        empty_label="Any priority",
        choices=[(one.value, one.label.capitalize()) for one in RecommendationPriority],
    )
    value = django_filters.ChoiceFilter(
        field_name="values_served__value",
        label="What it serves",
        empty_label="Anything",
        choices=[(one.value, one.label.capitalize()) for one in ScrutinyValue],
    )
    # Shown only when the reader asks for more.
    more = ("lead", "topic_group", "ppb", "response", "heard", "priority", "value")

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
        super().__init__({} if data is None else data, queryset=queryset)
        self.reader, self.on, self.now, self.since = reader, on, now, since
        chosen = (data or {}).get("sort", DEFAULT_SORT)
        self.sort = chosen if chosen in SORTS else DEFAULT_SORT
        owners = Owner.objects.filter(partnership=partnership).values_list("code", "name")
        groups = list(
            TopicGroup.objects.visible_to(reader)
            .filter(partnership=partnership)
            .values_list("body__code", "title", "commissioned_by__code", "commissioned_by__name")
        )
        self.filters["owner"].extra["choices"] = self.filters["lead"].extra["choices"] = list(owners)
        self.filters["topic_group"].extra["choices"] = [(code, title) for code, title, _, _ in groups]
        self.filters["ppb"].extra["choices"] = sorted(
            {(code, name) for _, _, code, name in groups if code}, key=lambda ppb: ppb[1]
        )
        self.has_several_reports = len(groups) > 1
        self.ppb = last_ppb(partnership, at=now)
        self.filters["changed"].extra["choices"] = self._periods()
        self.everything = queryset
        # What the other filters leave, closed ones included: set when the rows are read.
        self.closed_too = queryset

    def _periods(self) -> list[tuple[str, str]]:
        visit = [(LAST_VISIT, f"My last visit, {format_date(self.since.date())}")] if self.since else []
        ppb = [(LAST_PPB, f"The PPB of {self.ppb.when}")] if self.ppb else []
        return [*visit, *ppb, *PERIODS.items()]

    def filter_queryset(self, queryset: RecommendationQuerySet) -> RecommendationQuerySet:
        found: RecommendationQuerySet = super().filter_queryset(queryset)
        self.closed_too = found
        return found if self.form.cleaned_data.get("standing") else found.monitored()

    @property
    def is_more_open(self) -> bool:
        return any(self.data.get(name) for name in self.more)

    @property
    def hidden(self) -> int:
        """How many closed ones fit the other filters and are left out; one query unless the reader chose."""
        chosen = self.form.cleaned_data.get("standing") if self.form.is_valid() else ""
        return 0 if chosen else self.closed_too.closed().count()

    @property
    def changed_since_ppb(self) -> int:
        """How many the filter “since the PPB” finds of all; one query where a PPB has met."""
        return self.everything.changed_since(self.ppb.moment, reader=self.reader).count() if self.ppb else 0

    def filter_standing(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        if value == ALL:
            return rows
        return rows.closed() if value == CLOSED else rows.open()

    def filter_lead(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        # One call of filter: both must hold of one and the same owner.
        return rows.filter(owner_lines__is_lead=True, owner_lines__owner__code=value)

    def filter_response(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return rows.responded(value, on=self.on)

    def filter_heard(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return rows.updated(value, on=self.on)

    def filter_review(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        return rows.review_due(on=self.on) if value == DUE_SOON else rows.review_counted(value, on=self.on)

    def filter_changed(self, rows: RecommendationQuerySet, name: str, value: str) -> RecommendationQuerySet:
        named = {LAST_VISIT: self.since, LAST_PPB: self.ppb.moment if self.ppb else None}
        moment = named[value] if value in named else self.now - timedelta(days=int(value))
        assert moment is not None  # what there was not is not among the choices
        return rows.changed_since(moment, reader=self.reader)

    @property
    def rows(self) -> RecommendationQuerySet:
        """What the page, the paper and the downloads show, in the order asked for."""
        rows: RecommendationQuerySet = SORTS[self.sort][1](self.qs)
        return rows
