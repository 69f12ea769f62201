"""Which open recommendations the grid and its file show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django.http import QueryDict
from django.utils.text import capfirst

from boards.models import Partnership
from recommendations.models import Owner, Recommendation, RecommendationQuerySet
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader


class OpenFilter(django_filters.FilterSet):
    """Open recommendations of a partnership on the day, in printed order, by owner and topic group."""

    owner = django_filters.ChoiceFilter(field_name="owners__code", label="Who does it", empty_label="Anybody")
    topic_group = django_filters.ChoiceFilter(field_name="topic_group__body__code")

    class Meta:
        model = Recommendation
        fields = ()

    def __init__(self, data: QueryDict | dict[str, Any], *, partnership: Partnership, reader: Reader, on: date) -> None:
        known = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on)
        super().__init__(data, queryset=known.open().by_number())
        owners = Owner.objects.filter(partnership=partnership).values_list("code", "name")
        groups = TopicGroup.objects.visible_to(reader).filter(partnership=partnership)
        self.filters["owner"].extra["choices"] = list(owners)
        word = partnership.words.topic_group.one
        self.filters["topic_group"].label = capfirst(word)
        self.filters["topic_group"].extra["empty_label"] = f"Any {word}"
        self.filters["topic_group"].extra["choices"] = list(groups.values_list("body__code", "title"))

    @property
    def rows(self) -> RecommendationQuerySet:
        rows: RecommendationQuerySet = self.qs
        return rows
