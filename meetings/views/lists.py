"""The list of meetings."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from boards.views.base import PartnershipMixin
from core import clock
from meetings.filters import MeetingFilter
from meetings.services.clock import SummaryClock
from meetings.tables import MeetingTable


class MeetingList(PartnershipMixin, TemplateView):
    template_name = "meetings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        found = MeetingFilter(
            self.request.GET,
            queryset=self.partnership.meetings.visible_to(self.request.user).for_list().newest_first(),
            partnership=self.partnership,
            today=today,
        )
        table = MeetingTable(found.qs)
        RequestConfig(self.request).configure(table)
        shown = [row.record for row in table.paginated_rows]
        table.clock = SummaryClock(self.partnership, shown, today=today)
        return super().get_context_data(
            filter=found,
            table=table,
            may_add=self.request.user.has_perm("meetings.manage_meetings", self.partnership),
            **kwargs,
        )
