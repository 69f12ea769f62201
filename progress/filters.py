"""Which open recommendations the grid and its file show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django.http import QueryDict

from boards.models import Partnership
from recommendations.models import Recommendation, RecommendationQuerySet, ResponsibleParty
from scrutiny.models import TopicGroup

if TYPE_CHECKING:
    from recommendations.models import Reader


class OpenFilter(django_filters.FilterSet):
    """Open recommendations of a partnership on the day, in printed order, by party and topic group."""

    party = django_filters.ChoiceFilter(field_name="parties__code", label="Who does it", empty_label="Anybody")
    topic_group = django_filters.ChoiceFilter(
        field_name="topic_group__body__code", label="Topic group", empty_label="Any topic group"
    )

    class Meta:
        model = Recommendation
        fields = ()

    def __init__(self, data: QueryDict | dict[str, Any], *, partnership: Partnership, reader: Reader, on: date) -> None:
        known = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on)
        super().__init__(data, queryset=known.open().by_number())
        parties = ResponsibleParty.objects.filter(partnership=partnership).values_list("code", "name")
        groups = TopicGroup.objects.visible_to(reader).filter(partnership=partnership)
        self.filters["party"].extra["choices"] = list(parties)
        self.filters["topic_group"].extra["choices"] = list(groups.values_list("body__code", "title"))

    @property
    def rows(self) -> RecommendationQuerySet:
        rows: RecommendationQuerySet = self.qs
        return rows
