"""Recommendations that an agenda item is about, as officers pick them (DI-1)."""

from __future__ import annotations

from django.db.models import QuerySet

from agendas.models import AgendaItem
from core.models import User
from monitoring.models import RecommendationItem
from recommendations.models import Recommendation
from recommendations.picking import RecommendationPicker
from recommendations.services.delivery import record_link


class ItemPicker(RecommendationPicker[AgendaItem]):
    def links(self, record: AgendaItem) -> QuerySet[RecommendationItem]:
        return record.recommendation_links.all()

    def partnership_of(self, record: AgendaItem) -> int:
        return record.meeting.partnership_id

    def link(self, recommendation: Recommendation, record: AgendaItem, *, by: User) -> None:
        RecommendationItem.objects.create(recommendation=recommendation, item=record)
        record_link("linked", recommendation, by=by, item=str(record))

    def unlink(self, link: RecommendationItem, *, by: User) -> None:
        record_link("unlinked", link.recommendation, by=by, item=str(link.item))
        link.delete()


ITEM_PICKER = ItemPicker()
