"""The officer's day."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.models import ChoreFailure
from desk.day import day_of
from desk.panels import ON_TODAY
from outbox.post import why_it_stays


class Today(PartnershipMixin, TemplateView):
    permission = "boards.work_at_desk"
    template_name = "desk/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        reader = signed_in(self.request)
        failures = 0
        if reader.has_perm("boards.manage_partnership", self.partnership):
            failures = ChoreFailure.objects.of_partnership(self.partnership.slug).unsettled().count()
        return super().get_context_data(
            day=day_of(self.partnership, reader=reader, on=today),
            today=today,
            failures=failures,
            why_it_stays=why_it_stays(),
            panels=self.panels_at(ON_TODAY, self.partnership),
            **kwargs,
        )
