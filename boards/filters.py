"""Filters of the lists of organisations, roles and audit events."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from boards.models import Organisation, OrganisationName, Partnership, RoleGrant, Sector
from boards.models.organisation import OrganisationQuerySet
from core import audit_words
from core.fields import PlainDateField
from core.models import AuditEvent
from core.models.audit import AuditEventQuerySet
from core.querysets import DatedQuerySet


class PlainDateFilter(django_filters.DateFilter):
    """A date typed in one box, as in every form of the portal."""

    field_class = PlainDateField


class OrganisationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_name", label="Name contains")
    sector = django_filters.ModelChoiceFilter(
        queryset=Sector.objects.none(), label="Sector", empty_label="Every sector", null_label="No sector"
    )

    class Meta:
        model = Organisation
        fields = ("search", "sector")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["sector"].queryset = partnership.sectors.all()

    def by_name(self, organisations: OrganisationQuerySet, name: str, typed: str) -> OrganisationQuerySet:
        """By the names that it had before, too."""
        named = OrganisationName.objects.filter(name__icontains=typed)
        return organisations.filter(Q(name__icontains=typed) | Q(pk__in=named.values("organisation")))


class RoleFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_person", label="Name or email contains")
    role = django_filters.ChoiceFilter(label="Role", empty_label="Every role")
    ended = django_filters.BooleanFilter(method="also_ended", label="Show ended roles", widget=forms.CheckboxInput)

    class Meta:
        model = RoleGrant
        fields = ("search", "role", "ended")

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["role"].extra["choices"] = partnership.words.roles

    def by_person(self, grants: DatedQuerySet[RoleGrant], name: str, typed: str) -> DatedQuerySet[RoleGrant]:
        return grants.filter(Q(user__name__icontains=typed) | Q(user__email__icontains=typed))

    def also_ended(self, grants: DatedQuerySet[RoleGrant], name: str, also: bool) -> DatedQuerySet[RoleGrant]:
        """The view leaves ended ones out unless this is ticked."""
        return grants


class AuditFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        method="by_kind", choices=audit_words.CHOICES, label="Kind", empty_label="All kinds"
    )
    search = django_filters.CharFilter(method="by_words", label="What contains")
    person = django_filters.CharFilter(method="by_person", label="Who contains")
    since = PlainDateFilter(field_name="made_at", lookup_expr="date__gte", label="From", required=False)
    until = PlainDateFilter(field_name="made_at", lookup_expr="date__lte", label="To", required=False)

    class Meta:
        model = AuditEvent
        fields = ("kind", "search", "person", "since", "until")

    def by_kind(self, events: AuditEventQuerySet, name: str, kind: str) -> AuditEventQuerySet:
        return audit_words.of_kind(events, kind)

    def by_person(self, events: AuditEventQuerySet, name: str, typed: str) -> AuditEventQuerySet:
        """Who did it, or whose account it happened to."""
        return events.filter(Q(made_by__name__icontains=typed) | Q(account__name__icontains=typed))

    def by_words(self, events: AuditEventQuerySet, name: str, typed: str) -> AuditEventQuerySet:
        """Each word is in what it was about, in its verb, or in what the page calls it."""
        for word in typed.split():
            called = [verb for verb, words in audit_words.WORDS.items() if word.lower() in words.lower()]
            events = events.filter(Q(about_label__icontains=word) | Q(verb__icontains=word) | Q(verb__in=called))
        return events
