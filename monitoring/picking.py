"""Recommendations that an agenda item is about, as officers pick them (DI-1)."""

from __future__ import annotations

from django.db.models import QuerySet

from agendas.models import AgendaItem
from monitoring.models import RecommendationItem
from recommendations.picking import RecommendationPicker


class ItemPicker(RecommendationPicker[AgendaItem]):
    model = RecommendationItem

    def links(self, record: AgendaItem) -> QuerySet[RecommendationItem]:
        return record.recommendation_links.all()

    def partnership_of(self, record: AgendaItem) -> int:
        return record.meeting.partnership_id


ITEM_PICKER = ItemPicker()
