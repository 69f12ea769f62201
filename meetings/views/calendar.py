"""The meetings of a month, as a table of weeks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from boards.models import Body
from boards.views.base import PartnershipMixin
from core import clock
from core.rules.dates import FIRST_SENSIBLE_DAY, MONTHS, add_months, latest_sensible_day
from meetings.models import Meeting
from meetings.permissions import KEEP_CALENDAR, MANAGE
from meetings.services.month import bodies_that_meet, month_of
from meetings.views.feeds import subscription

YEAR_AND_MONTH = re.compile(r"([12]\d{3})-(\d{2})", re.ASCII)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class MonthShow(PartnershipMixin, TemplateView):
    """``?month=2026-11`` (or ``?month=11&year=2026``, as the form asks) and ``?body=``, the code of a board or group.

    Without them it is this month, and the meetings of all.
    """

    template_name = "meetings/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        bodies = bodies_that_meet(self.partnership)
        body = self._body(bodies)
        first = self._first_day(today)
        meetings = Meeting.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        slug = self.partnership.slug
        return super().get_context_data(
            month=month_of(meetings.of_body(body) if body else meetings, self.partnership, first=first, today=today),
            week=WEEK,
            body=body,
            bodies=bodies,
            months=[(f"{number:02}", name) for number, name in enumerate(MONTHS, start=1)],
            years=range(max(latest_sensible_day(today).year, first.year), FIRST_SENSIBLE_DAY.year - 1, -1),
            this_month=today.replace(day=1),
            before=self._beside(first, -1, today),
            after=self._beside(first, 1, today),
            feed=subscription("meetings:body_feed", slug, body.code)
            if body
            else subscription("meetings:partnership_feed", slug),
            may_keep=self.request.user.has_perm(KEEP_CALENDAR, self.partnership),
            may_manage=self.request.user.has_perm(MANAGE, self.partnership),
            **kwargs,
        )

    def _body(self, bodies: list[Body]) -> Body | None:
        # PostgreSQL takes no NUL in a text, and no code has one.
        code = self.request.GET.get("body", "").replace("\0", " ")
        if not code:
            return None
        found = next((body for body in bodies if body.code == code), None)
        if found is None:
            found = self.partnership.bodies.filter(code=code).first()
        if found is None:
            raise Http404
        return found

    def _first_day(self, today: date) -> date:
        """Of the month asked for; of this one where it can't be read or is outside the days that the portal keeps."""
        typed = (self.request.GET.get("year", ""), self.request.GET.get("month", ""))
        asked = YEAR_AND_MONTH.fullmatch("-".join(filter(None, typed)))
        if not asked or not 1 <= int(asked[2]) <= len(MONTHS):
            return today.replace(day=1)
        first = date(int(asked[1]), int(asked[2]), 1)
        return first if self._is_kept(first, today) else today.replace(day=1)

    def _beside(self, first: date, months: int, today: date) -> date | None:
        other = add_months(first, months)
        return other if self._is_kept(other, today) else None

    @staticmethod
    def _is_kept(first: date, today: date) -> bool:
        return FIRST_SENSIBLE_DAY <= first <= latest_sensible_day(today)
