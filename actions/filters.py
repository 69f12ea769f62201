"""Filters of the list of actions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet

from actions.choices import ActionStatus
from actions.models import Action, ActionQuerySet
from actions.rules import AGE_BANDS, agreed_between
from boards.choosing import A_BODY, A_PERSON, AN_ORGANISATION, told_apart
from boards.models import Body, Organisation, Person
from boards.prepared import prepared
from core.fields import SearchableSelect
from meetings.filters import OfPartnership

BODY, ORGANISATION, PERSON = "body", "organisation", "person"
OPEN, ACTION_OVERDUE = "open", "overdue"
BY_OWNER, BY_BODY, BY_AGE = "owner", "body", "age"
GROUPS = ((BY_OWNER, "Owner"), (BY_BODY, "Board or group"), (BY_AGE, "Age"))


class ActionFilter(OfPartnership):
    listed = ("actions",)

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
    owner = django_filters.ChoiceFilter(label="Owner", empty_label="Anyone", widget=SearchableSelect, method="owned_by")
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
    group = django_filters.ChoiceFilter(label="Group by", empty_label="No groups", choices=GROUPS, method="unfiltered")

    class Meta:
        model = Action
        fields = ("status", "owner", "body", "age", "group")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pk = self.partnership.pk
        self.filters["owner"].extra["choices"] = told_apart(
            {
                A_BODY: [(f"{BODY}:{code}", name) for code, name in _owning_bodies(pk)],
                AN_ORGANISATION: [(f"{ORGANISATION}:{code}", name) for code, name in _owning_organisations(pk)],
                A_PERSON: [(f"{PERSON}:{one.pk}", str(one)) for one in _owning_people(pk)],
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

    def unfiltered(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
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


@prepared("partnership")
def _owning_bodies(partnership: int) -> QuerySet[Body, Any]:
    owning = Body.objects.filter(partnership=partnership, actions_owned__isnull=False)
    return owning.distinct().values_list("code", "name")


@prepared("partnership")
def _owning_organisations(partnership: int) -> QuerySet[Organisation, Any]:
    owning = Organisation.objects.filter(partnership=partnership, actions_owned__isnull=False)
    return owning.distinct().values_list("code", "name")


@prepared("partnership")
def _owning_people(partnership: int) -> QuerySet[Person]:
    return Person.objects.filter(partnership=partnership, actions_owned__isnull=False).distinct()
