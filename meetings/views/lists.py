"""The lists of meetings and actions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from boards.views.base import PartnershipMixin
from core import clock
from core.tables import rows_of
from meetings.filters import BY_AGE, BY_BODY, BY_OWNER, ActionFilter, MeetingFilter
from meetings.models import Action
from meetings.rules.ages import age_band
from meetings.services.clock import SummaryClock
from meetings.services.owners import owner_key
from meetings.services.reach import unreached
from meetings.tables import ActionTable, MeetingTable

# What is open first, the most urgent on top; then what was closed last.
URGENT_FIRST = (F("closed_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
GROUP_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (),
    BY_OWNER: ("owner_name",),
    BY_BODY: ("body__sort_order", "body__name"),
    BY_AGE: (F("meeting__held_on").asc(nulls_last=True),),
}


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


class FilteredActions(PartnershipMixin):
    """The actions that the address asks for."""

    def filtered(self) -> ActionFilter:
        known = self.partnership.actions.visible_to(self.request.user)
        return ActionFilter(
            self.request.GET, queryset=known.for_list(), partnership=self.partnership, today=clock.today()
        )


class ActionList(FilteredActions, TemplateView):
    template_name = "meetings/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        found = self.filtered()
        grouped_by = found.grouped_by
        may_change = self.request.user.has_perm("meetings.update_action", self.partnership)
        # In groups the most urgent comes first: an order of columns would tear them apart.
        table = ActionTable(
            found.qs.order_by(*GROUP_ORDERS[grouped_by], *URGENT_FIRST),
            today=today,
            may_change=may_change,
            orderable=not grouped_by,
        )
        RequestConfig(self.request).configure(table)
        if may_change:
            owners = {owner_key(row.record.owner): row.record.owner for row in table.paginated_rows}
            table.unreached = unreached(owners.values(), on=today)
        return super().get_context_data(
            filter=found, table=table, groups=self._groups(table, grouped_by), may_change=may_change, **kwargs
        )

    def _groups(self, table: ActionTable, grouped_by: str) -> list[tuple[str, list[SafeString]]]:
        """The rows of the page below the heading of their group; one group without a heading where there are none."""
        shown = zip([row.record for row in table.paginated_rows], rows_of(table), strict=True)
        headings: dict[str, Callable[[Action], str]] = {
            "": lambda _: "",
            BY_OWNER: lambda action: str(action.owner),
            BY_BODY: lambda action: str(action.body),
            BY_AGE: lambda action: age_band(action.meeting.held_on, today=table.today),
        }
        groups = groupby(shown, key=lambda pair: headings[grouped_by](pair[0]))
        return [(heading, [cells for _, cells in pairs]) for heading, pairs in groups]
