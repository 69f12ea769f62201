"""Pages that show what held on a day: today, or the day that the reader asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest

from boards.permissions import KEEP_REGISTER
from boards.views.base import PartnershipMixin
from core import clock
from core.rules.date_input import parse_typed_date
from core.rules.dates import DateRefused, check_sensible_date


class AsAtMixin(PartnershipMixin):
    """Sets ``self.on`` from ``?on=``, which takes every form of a date that people type.

    A date that cannot be used is answered with today's page and a message, never with an error page.
    """

    on: date
    today: date
    on_error: str = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = self.on = clock.today()
        typed = request.GET.get("on", "").strip()
        if typed:
            try:
                self.on = check_sensible_date(parse_typed_date(typed), today=self.today)
            except DateRefused as refusal:
                self.on_error = f"{refusal}. This page shows today."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """``on_query`` is added to links that keep the day."""
        past = self.on != self.today
        return super().get_context_data(
            on=self.on,
            today=self.today,
            on_error=self.on_error,
            on_typed=self.request.GET.get("on", "") if self.on_error else "",
            on_query=f"?on={self.on.isoformat()}" if past else "",
            may_keep_register=self.request.user.has_perm(KEEP_REGISTER, self.partnership),
            **kwargs,
        )
