"""Filters of the list of decisions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from boards.models import Body
from core.fields import SearchableSelect
from core.rules.dates import DateRefused, FinancialYear, financial_year
from meetings.filters import OFFERED, OfPartnership
from summaries.models import Decision, DecisionQuerySet

MOST_WORDS = 12


class DecisionFilter(OfPartnership):
    text = django_filters.CharFilter(label="Words in the decision", method="with_words")
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.none(),
        widget=SearchableSelect,
        label="Board or group",
        empty_label="All boards and groups",
        to_field_name="code",
        method="made_by",
    )
    year = django_filters.ChoiceFilter(label="Financial year", empty_label="All years", method="in_year")

    class Meta:
        model = Decision
        fields = ("text", "body", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offers only boards, groups and years that have decisions."""
        super().__init__(*args, **kwargs)
        shown = Decision.objects.filter(withdrawn_at=None, meeting__partnership=self.partnership).order_by()
        meetings = shown.values("meeting")
        theirs = Q(meetings__in=meetings) | Q(joint_meetings__meeting__in=meetings)
        self.bodies = self.partnership.bodies.filter(theirs).distinct().only(*OFFERED)
        days = shown.values_list("meeting__held_on", flat=True).distinct()
        years = sorted({financial_year(day).start for day in days if day}, reverse=True)
        self.filters["year"].extra["choices"] = [(year.slug, year.label) for year in map(FinancialYear, years)]

    def with_words(self, decisions: DecisionQuerySet, name: str, typed: str) -> DecisionQuerySet:
        """In which all the words stand, or begin another word, in any order."""
        for word in typed.split()[:MOST_WORDS]:
            decisions = decisions.filter(text__icontains=word)
        return decisions

    def made_by(self, decisions: DecisionQuerySet, name: str, body: Body) -> DecisionQuerySet:
        """Alone, or jointly with others."""
        return decisions.of(body)

    def in_year(self, decisions: DecisionQuerySet, name: str, slug: str) -> DecisionQuerySet:
        try:
            year = FinancialYear.parse(slug)
        except DateRefused:
            return decisions.none()
        return decisions.filter(meeting__held_on__range=(year.first_day, year.last_day))
