"""What is for members only, listed for the office: each item with its ground, and the way to release it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin
from meetings.models import AgendaItem, Document

ON_A_PAGE = 50


class ConfidentialItems(PartnershipMixin, TemplateView):
    """Items for members only, the newest meeting first; and papers that are so by themselves."""

    permission = "meetings.manage_meetings"
    template_name = "meetings/confidential.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        newest_first = (F("meeting__held_on").desc(nulls_last=True), "-meeting", "pk")
        items = AgendaItem.objects.visible_to(user).filter(meeting__partnership=self.partnership, is_members_only=True)
        papers = Document.objects.visible_to(user).current().filter(meeting__partnership=self.partnership)
        papers = papers.filter(is_members_only=True).select_related("meeting")
        found = items.select_related("meeting").order_by(*newest_first)
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            without_ground=found.filter(ground="").count(),
            papers=papers.order_by(*newest_first)[:ON_A_PAGE],
            **kwargs,
        )
