"""Filters of the lists of meetings and actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Max, Min, Q
from django.utils.functional import cached_property

from boards.choosing import A_BODY, A_PERSON, AN_ORGANISATION, offer_bodies, told_apart
from boards.models import Body, Partnership
from core.fields import SearchableSelect
from core.rules.dates import DateRefused, FinancialYear, financial_year
from meetings.choices import ActionStatus, MeetingStatus
from meetings.models import Action, Meeting
from meetings.querysets import ActionQuerySet, MeetingQuerySet
from meetings.rules.ages import AGE_BANDS, agreed_between

BODY, ORGANISATION, PERSON = "body", "organisation", "person"
UPCOMING, PAST = "upcoming", "past"
DUE, OVERDUE, ON_TIME, LATE = "due", "overdue", "on-time", "late"
SUMMARY_STATES = (
    (DUE, "Due"),
    (OVERDUE, "Overdue"),
    (ON_TIME, "Published on time"),
    (LATE, "Published late"),
)
OPEN, ACTION_OVERDUE = "open", "overdue"
BY_OWNER, BY_BODY, BY_AGE = "owner", "body", "age"
GROUPS = ((BY_OWNER, "Who does it"), (BY_BODY, "Board or group"), (BY_AGE, "Age"))


class OfPartnership(django_filters.FilterSet):
    """Offers the bodies of the partnership that have any of what is listed."""

    listed = ""

    def __init__(self, *args: Any, partnership: Partnership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        self.today = today
        self.bodies = partnership.bodies.filter(**{f"{self.listed}__isnull": False}).distinct()

    @cached_property
    def form(self) -> forms.Form:
        """Bodies that have ended stand last."""
        form: forms.Form = super().form
        bodies = self.bodies.only("partnership", "code", "name", "ends_on", "ends_precision")
        offer_bodies(form, "body", bodies, on=self.today)
        return form


class MeetingFilter(OfPartnership):
    listed = "meetings"

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
        either = Q(meetings__isnull=False) | Q(joint_meetings__isnull=False)
        self.bodies = self.partnership.bodies.filter(either).distinct()
        span = self.partnership.meetings.aggregate(first=Min("held_on"), last=Max("held_on"))
        years = []
        if span["first"]:
            first, last = financial_year(span["first"]).start, financial_year(span["last"]).start
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


class ActionFilter(OfPartnership):
    listed = "actions"

    status = django_filters.ChoiceFilter(
        label="Status",
        empty_label="Any status",
        choices=[
            (OPEN, "Open"),
            (ACTION_OVERDUE, "Overdue"),
            *((status.value, status.label.capitalize()) for status in ActionStatus),
        ],
        method="with_status",
    )
    owner = django_filters.ChoiceFilter(
        label="Who does it", empty_label="Anybody", widget=SearchableSelect, method="owned_by"
    )
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Agreed by",
        empty_label="All boards and groups",
        to_field_name="code",
        method="agreed_by",
    )
    age = django_filters.ChoiceFilter(
        label="Age",
        empty_label="Any age",
        choices=[(name, words) for name, words, _ in AGE_BANDS],
        method="of_age",
    )
    group = django_filters.ChoiceFilter(label="Group by", empty_label="No groups", choices=GROUPS, method="as_it_is")

    class Meta:
        model = Action
        fields = ("status", "owner", "body", "age", "group")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.partnership.bodies.filter(actions_owned__isnull=False).distinct()
        organisations = self.partnership.organisations.filter(actions_owned__isnull=False).distinct()
        people = self.partnership.people.filter(actions_owned__isnull=False).distinct()
        self.filters["owner"].extra["choices"] = told_apart(
            {
                A_BODY: [(f"{BODY}:{code}", name) for code, name in bodies.values_list("code", "name")],
                AN_ORGANISATION: [
                    (f"{ORGANISATION}:{code}", name) for code, name in organisations.values_list("code", "name")
                ],
                A_PERSON: [(f"{PERSON}:{pk}", name) for pk, name in people.values_list("pk", "name")],
            }
        )

    def agreed_by(self, actions: ActionQuerySet, name: str, body: Body) -> ActionQuerySet:
        """Alone, or jointly with others."""
        return actions.of_body(body)

    def with_status(self, actions: ActionQuerySet, name: str, status: str) -> ActionQuerySet:
        if status == OPEN:
            return actions.open()
        if status == ACTION_OVERDUE:
            return actions.overdue(on=self.today)
        return actions.filter(status=status)

    def of_age(self, actions: ActionQuerySet, name: str, band: str) -> ActionQuerySet:
        first, last = agreed_between(band, today=self.today)
        if first is not None:
            actions = actions.filter(meeting__held_on__gte=first)
        return actions if last is None else actions.filter(meeting__held_on__lte=last)

    def as_it_is(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Groups leave nothing out: the view puts the list in their order."""
        return actions

    @property
    def grouped_by(self) -> str:
        """By what the list is grouped; empty where it is not."""
        return self.form.cleaned_data.get("group", "") if self.form.is_valid() else ""

    def owned_by(self, actions: ActionQuerySet, name: str, owner: str) -> ActionQuerySet:
        kind, _, code = owner.partition(":")
        if kind == BODY:
            return actions.filter(owner_body__code=code)
        if kind == PERSON:
            return actions.filter(owner_person__pk__in=[code])
        return actions.filter(owner_organisation__code=code)
