"""The member's choice of recommendations: one reading for list, counts, chart, paper and downloads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet, Value
from django.http import QueryDict
from django.utils.text import capfirst

from boards.models import Partnership
from boards.prepared import key_of, prepared
from core.fields import SearchableSelect
from core.prepared import Kept
from core.querysets import number_of
from core.rules.dates import format_date
from recommendations.choices import (
    RecommendationPriority,
    RecommendationStatus,
    ResponseDecision,
    ReviewCount,
    ScrutinyValue,
    UpdateAge,
)
from recommendations.models import Owner, Recommendation, RecommendationQuerySet, read_groups, read_parts
from recommendations.rules import Total
from recommendations.services.ppb_meetings import last_ppb
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader

SORTS = {
    "silence": ("Oldest update", RecommendationQuerySet.silent_longest),
    "newest": ("Newest update", RecommendationQuerySet.newest_progress_first),
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
# The queries of a page, and of how many rows there are, by what readers have chosen.
PAGES: Kept[RecommendationQuerySet] = Kept()
COUNTS: Kept[QuerySet[Recommendation, Any]] = Kept()
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
        label="Owner",
        empty_label="Anyone",
        widget=SearchableSelect,
        null_label="Nobody named",
    )
    lead = django_filters.ChoiceFilter(
        label="Lead owner", empty_label="Anyone", widget=SearchableSelect, method="filter_lead"
    )
    topic_group = django_filters.ChoiceFilter(field_name="topic_group__body__code")
    ppb = django_filters.ChoiceFilter(
        field_name="topic_group__commissioned_by__code",
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
        super().__init__({} if data is None else data, queryset=Recommendation.objects.all())
        self.partnership, self.reader, self.on, self.now, self.since = partnership, reader, on, now, since
        self.words = partnership.words
        for name, word in (("topic_group", self.words.topic_group), ("ppb", self.words.scrutiny)):
            self.filters[name].label = capfirst(word.short)
            self.filters[name].extra["empty_label"] = f"Any {word.short}"
        chosen = (data or {}).get("sort", DEFAULT_SORT)
        self.sort = chosen if chosen in SORTS else DEFAULT_SORT
        owners, groups = _owners(partnership.pk), list(_groups(partnership.pk, reader))
        self.filters["owner"].extra["choices"] = self.filters["lead"].extra["choices"] = list(owners)
        self.filters["topic_group"].extra["choices"] = [(code, title) for code, title, _, _ in groups]
        self.filters["ppb"].extra["choices"] = sorted(
            {(code, name) for _, _, code, name in groups if code}, key=lambda ppb: ppb[1]
        )
        self.has_several_reports = len(groups) > 1
        self.ppb = last_ppb(partnership, at=now)
        self.filters["changed"].extra["choices"] = self._periods()

    def _periods(self) -> list[tuple[str, str]]:
        visit = [(LAST_VISIT, f"My last visit, {format_date(self.since.date())}")] if self.since else []
        ppb = [(LAST_PPB, f"The {self.words.scrutiny.short} of {self.ppb.when}")] if self.ppb else []
        return [*visit, *ppb, *PERIODS.items()]

    @property
    def everything(self) -> RecommendationQuerySet:
        return Recommendation.objects.visible_to(self.reader).filter(partnership=self.partnership).as_at(self.on)

    def closed_too(self) -> RecommendationQuerySet:
        """What the filters leave, closed ones included."""
        found: RecommendationQuerySet = super().filter_queryset(self.everything)
        return found

    def filter_queryset(self, queryset: RecommendationQuerySet) -> RecommendationQuerySet:
        return self.closed_too().monitored() if self.leaves_out_closed else self.closed_too()

    @property
    def chosen(self) -> dict[str, Any]:
        """By the names of the filters, as far as it is among their choices."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def leaves_out_closed(self) -> bool:
        return "standing" not in self.chosen

    @property
    def is_more_open(self) -> bool:
        return any(self.data.get(name) for name in self.more)

    def total(self) -> tuple[Total, int]:
        """Of the rows, and how many closed ones fit the other filters and are left out; one query."""
        groups = read_groups(self._ask(COUNTS, lambda: self.closed_too().groups()))
        left_out = [group for group in groups if self.leaves_out_closed and group[1]]
        return Total.of(group for group in groups if group not in left_out), sum(group[3] for group in left_out)

    def page_rows(self, part: slice) -> list[Recommendation]:
        """Some of the rows, with what the list shows of each; four queries."""
        return read_parts(self._ask(PAGES, lambda: self._page(part), part.start, part.stop), on=self.on)

    def _page(self, part: slice) -> RecommendationQuerySet:
        """All of a row only of those on the page: to sort thousands, the database needs no more than what they are
        sorted by.
        """
        keys = self.rows.values("pk")[part]
        known = Recommendation.objects.filter(pk__in=keys).as_at(self.on).prefetch_related(None)
        rows: RecommendationQuerySet = SORTS[self.sort][1](known)
        return rows

    def _ask(self, kept: Kept[Any], build: Callable[[], Any], *more: int) -> Any:
        """By all that the rows depend on; what has changed since a moment is another question each time."""
        if "changed" in self.chosen:
            return build()
        key = (self.partnership.pk, key_of(self.reader), self.on, frozenset(self.chosen.items()), self.sort, *more)
        return kept.ask(key, build)

    def changed_counts(self) -> tuple[int, int]:
        """How many the filters “since my last visit” and “since the PPB” find of all; one query if there are such."""
        moments = (self.since, self.ppb.moment if self.ppb else None)
        if moments == (None, None):
            return 0, 0
        ((since_visit, since_ppb),) = _numbers_changed(self.partnership.pk, self.reader, self.on, moments)
        return since_visit, since_ppb

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


@prepared("partnership")
def _owners(partnership: int) -> QuerySet[Owner, Any]:
    return Owner.objects.filter(partnership=partnership).values_list("code", "name")


@prepared("partnership")
def _groups(partnership: int, reader: Reader) -> QuerySet[TopicGroup, Any]:
    known = TopicGroup.objects.visible_to(reader).filter(partnership=partnership)
    return known.values_list("body__code", "title", "commissioned_by__code", "commissioned_by__name")


@prepared()
def _numbers_changed(
    partnership: int, reader: Reader, on: date, moments: tuple[datetime | None, ...]
) -> QuerySet[Partnership, Any]:
    """How many have changed since each of the moments; none since none."""
    known = Recommendation.objects.visible_to(reader).filter(partnership=partnership).known_by(on)
    changed = (number_of(known.changed_since(one, reader=reader)) if one else Value(0) for one in moments)
    return Partnership.objects.filter(pk=partnership).values_list(*changed)
