"""The officer's day."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from boards.panels import ON_TODAY
from boards.views.base import PartnershipMixin
from core import clock
from desk.day import Day, meetings_ahead
from outbox.post import why_it_stays

MEETINGS_SHOWN = 4


class Today(PartnershipMixin, TemplateView):
    permission = "boards.work_at_desk"
    template_name = "desk/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        day = Day.of(self.panels_at(ON_TODAY, self.partnership))
        # The menu shows the same numbers.
        self.request.waiting_counts = day.counts  # type: ignore[attr-defined]
        return super().get_context_data(
            day=day,
            today=today,
            ahead=meetings_ahead(self.partnership, on=today, at_most=MEETINGS_SHOWN),
            why_it_stays=why_it_stays(),
            **kwargs,
        )
