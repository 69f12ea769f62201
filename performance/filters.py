"""Which measures and achievements the reader wants to see."""

from __future__ import annotations

from datetime import date

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from boards.models import Partnership
from core.models import User
from performance.models import Achievement, Measure
from performance.querysets import AchievementQuerySet, MeasureQuerySet
from performance.rules import Rag
from performance.standing import Standing, standing_of

Reader = User | AnonymousUser


def _themes(rows: MeasureQuerySet | AchievementQuerySet) -> list[tuple[str, str]]:
    found = rows.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct()
    return [(theme, theme) for theme in found]


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
        self.on = on
        self.filters["theme"].extra["choices"] = _themes(measures)

    def keep_all(self, rows: MeasureQuerySet, name: str, value: str) -> MeasureQuerySet:
        """Whether a measure is green is worked out by the rules, not by the database: see ``standings``."""
        return rows

    @property
    def standings(self) -> list[Standing]:
        """What the page shows, by theme and name."""
        found = [standing_of(measure, awaited_by=self.on.year) for measure in self.qs]
        wanted = self.form.cleaned_data.get("status")
        return [one for one in found if one.is_shown_as(wanted)] if wanted else found


class AchievementFilter(django_filters.FilterSet):
    theme = django_filters.ChoiceFilter(label="Theme", empty_label="Any theme")

    class Meta:
        model = Achievement
        fields = ()

    def __init__(self, data: QueryDict, *, partnership: Partnership, reader: Reader) -> None:
        achievements = Achievement.objects.visible_to(reader).filter(partnership=partnership)
        super().__init__(data, queryset=achievements.by_theme().prefetch_related("organisations"))
        self.filters["theme"].extra["choices"] = _themes(achievements)
