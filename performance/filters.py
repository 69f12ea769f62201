"""Which measures and achievements the reader wants to see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict

from boards.models import Partnership
from boards.prepared import prepared
from core.models import User
from performance.models import Achievement, Measure, Result, Target
from performance.querysets import AchievementQuerySet, MeasureQuerySet, results_until, targets_until
from performance.rules import Rag
from performance.standing import Standing, standing_of

Reader = User | AnonymousUser


def _themes(rows: MeasureQuerySet | AchievementQuerySet) -> QuerySet[Any, Any]:
    """Each twice, as a choice's value and its words."""
    return rows.exclude(theme="").order_by("theme").values_list("theme", "theme").distinct()


class MeasureFilter(django_filters.FilterSet):
    """Measures of a partnership with their figures up to a day's year."""

    theme = django_filters.ChoiceFilter(label="Theme", empty_label="Any theme")
    status = django_filters.ChoiceFilter(
        label="Status",
        empty_label="Any status",
        method="keep_all",
        choices=[(rag.value, rag.words.capitalize()) for rag in Rag],
    )

    class Meta:
        model = Measure
        fields = ()

    def __init__(self, data: QueryDict, *, partnership: Partnership, reader: Reader, on: date) -> None:
        measures = Measure.objects.visible_to(reader).filter(partnership=partnership)
        super().__init__(data, queryset=measures.with_results(up_to=on.year).by_theme())
        self.partnership, self.reader, self.on = partnership, reader, on
        self.filters["theme"].extra["choices"] = list(_themes_of_measures(partnership.pk, reader))

    def keep_all(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        """Whether a measure is green is worked out by the rules, not by the database: see ``standings``."""
        return rows

    @property
    def standings(self) -> list[Standing]:
        """What the page shows, by theme and name."""
        if not self.form.has_changed():
            return self._standings(read_measures(self.partnership, self.reader, up_to=self.on.year))
        found = self._standings(self.qs)
        wanted = self.form.cleaned_data.get("status")
        return [one for one in found if one.is_shown_as(wanted)] if wanted else found

    def _standings(self, measures: Iterable[Measure]) -> list[Standing]:
        return [standing_of(measure, awaited_by=self.on.year) for measure in measures]


class AchievementFilter(django_filters.FilterSet):
    theme = django_filters.ChoiceFilter(label="Theme", empty_label="Any theme")

    class Meta:
        model = Achievement
        fields = ()

    def __init__(self, data: QueryDict, *, partnership: Partnership, reader: Reader) -> None:
        achievements = Achievement.objects.visible_to(reader).filter(partnership=partnership)
        super().__init__(data, queryset=achievements.by_theme().prefetch_related("organisations"))
        self.filters["theme"].extra["choices"] = list(_themes(achievements))


def read_measures(partnership: Partnership, reader: Reader, *, up_to: int) -> list[Measure]:
    """All of them as ``with_results`` has them, by theme, in three queries whose SQL is written once."""
    results: dict[int, list[Result]] = defaultdict(list)
    targets: dict[int, list[Target]] = defaultdict(list)
    for result in _results(partnership.pk, up_to):
        results[result.measure_id].append(result)
    for target in _targets(partnership.pk, up_to):
        targets[target.measure_id].append(target)
    measures = list(_measures(partnership.pk, reader))
    for measure in measures:
        measure.results_shown, measure.targets_shown = results[measure.pk], targets[measure.pk]
        for result in measure.results_shown:
            result.measure = measure
        for target in measure.targets_shown:
            target.measure = measure
    return measures


@prepared("partnership")
def _measures(partnership: int, reader: Reader) -> MeasureQuerySet:
    return Measure.objects.visible_to(reader).filter(partnership=partnership).by_theme()


@prepared("partnership")
def _themes_of_measures(partnership: int, reader: Reader) -> QuerySet[Any, Any]:
    return _themes(Measure.objects.visible_to(reader).filter(partnership=partnership))


@prepared("partnership")
def _results(partnership: int, up_to: int) -> QuerySet[Result]:
    results: QuerySet[Result] = results_until(up_to).filter(measure__partnership=partnership)
    return results


@prepared("partnership")
def _targets(partnership: int, up_to: int) -> QuerySet[Target]:
    targets: QuerySet[Target] = targets_until(up_to).filter(measure__partnership=partnership)
    return targets
