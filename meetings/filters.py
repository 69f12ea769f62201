"""Filters of the list of meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Max, Min, Q, QuerySet
from django.utils.functional import cached_property

from boards.choosing import offer
from boards.models import Body, Partnership
from boards.prepared import prepared
from core.fields import SearchableSelect
from core.rules.dates import DateRefused, FinancialYear, financial_year
from meetings.choices import MeetingStatus
from meetings.models import Meeting, MeetingQuerySet

# What a choice says of a body.
OFFERED = ("partnership", "code", "name", "ends_on", "ends_precision")
UPCOMING, PAST = "upcoming", "past"
DUE, OVERDUE, ON_TIME, LATE = "due", "overdue", "on-time", "late"
SUMMARY_STATES = (
    (DUE, "Due"),
    (OVERDUE, "Overdue"),
    (ON_TIME, "Published on time"),
    (LATE, "Published late"),
)


class OfPartnership(django_filters.FilterSet):
    """Offers the bodies of the partnership that have any of what is listed, by one of these relations."""

    listed: tuple[str, ...] = ()

    def __init__(self, *args: Any, partnership: Partnership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        self.today = today
        self.bodies = _bodies_with(partnership.pk, self.listed)

    @cached_property
    def form(self) -> forms.Form:
        """Bodies that have ended stand last."""
        form: forms.Form = super().form
        offer(form, "body", self.bodies, on=self.today)
        return form


@prepared("partnership")
def _bodies_with(partnership: int, relations: tuple[str, ...]) -> QuerySet[Body]:
    any_of_them = Q(*((f"{name}__isnull", False) for name in relations), _connector=Q.OR)
    found = Body.objects.filter(any_of_them, partnership=partnership).distinct()
    return found.only(*OFFERED)


@prepared("partnership")
def _span(partnership: int) -> QuerySet[Meeting, Any]:
    """The first and the last day; no row without meetings."""
    held = Meeting.objects.filter(partnership=partnership, held_on__isnull=False).order_by().values("partnership")
    return held.annotate(first=Min("held_on"), last=Max("held_on")).values_list("first", "last")


class MeetingFilter(OfPartnership):
    listed = ("meetings", "joint_meetings")

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Board or group",
        empty_label="All boards and groups",
        to_field_name="code",
        method="held_by",
    )
    when = django_filters.ChoiceFilter(
        label="When",
        empty_label="Any time",
        choices=((UPCOMING, "Still to come"), (PAST, "Past")),
        method="on_time_line",
    )
    year = django_filters.ChoiceFilter(label="Financial year", empty_label="All years", method="in_year")
    status = django_filters.ChoiceFilter(
        label="Status",
        empty_label="Any status",
        choices=[(status.value, status.label.capitalize()) for status in MeetingStatus],
    )
    summary = django_filters.ChoiceFilter(
        label="Summary", empty_label="Any state", choices=SUMMARY_STATES, method="with_summary"
    )

    class Meta:
        model = Meeting
        fields = ("body", "when", "year", "status", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = []
        for first_day, last_day in _span(self.partnership.pk):
            first, last = financial_year(first_day).start, financial_year(last_day).start
            years = [FinancialYear(start) for start in range(last, first - 1, -1)]
        self.filters["year"].extra["choices"] = [(year.slug, year.label) for year in years]

    def held_by(self, meetings: MeetingQuerySet, name: str, body: Body) -> MeetingQuerySet:
        """Alone, or jointly with others."""
        return meetings.of_body(body)

    def on_time_line(self, meetings: MeetingQuerySet, name: str, when: str) -> MeetingQuerySet:
        """What is still to come begins with the next, what is past with the latest."""
        if when == UPCOMING:
            return meetings.filter(held_on__gte=self.today).order_by("held_on", "pk")
        return meetings.filter(held_on__lt=self.today)

    def in_year(self, meetings: MeetingQuerySet, name: str, slug: str) -> MeetingQuerySet:
        try:
            year = FinancialYear.parse(slug)
        except DateRefused:
            return meetings.none()
        return meetings.filter(held_on__range=(year.first_day, year.last_day))

    def with_summary(self, meetings: MeetingQuerySet, name: str, state: str) -> MeetingQuerySet:
        if state in (DUE, OVERDUE):
            owing = meetings.owing_summary(on=self.today)
            overdue = Q(summary_due_on__lt=self.today)
            return owing.filter(overdue if state == OVERDUE else ~overdue)
        # The day in London decides (T-1): the database compares in the portal's own time zone.
        on_time = Q(summary__published_at__date__lte=F("summary_due_on"))
        published = meetings.filter(summary__published_at__isnull=False, summary_due_on__isnull=False)
        return published.filter(on_time if state == ON_TIME else ~on_time)
