"""One action: what was agreed, and everything reported on it since; and the list of all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from actions.filters import BY_AGE, BY_BODY, BY_OWNER, ActionFilter
from actions.forms import ActionUpdateForm, NewOwnerForm, Owners
from actions.models import Action
from actions.panels import ON_ACTION
from actions.rules import age_band
from actions.services.actions import Reporter, pass_to_owner, update_action
from actions.services.owners import owner_key, unreached
from actions.tables import ActionTable
from agendas.models import AgendaItem
from boards.prepared import as_it_opens
from boards.records import RecordPages
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.records import RecordAct
from core.rules.dates import format_date
from core.tables import rows_of
from meetings.services.contacts import owner_contacts

NO_ONE_TO_EMAIL = " No one there has an email address, so tell them yourself."


class ActionUpdate(RecordAct):
    template_name = "actions/action_update.html"
    form_class = ActionUpdateForm
    heading, submit_text = "Report on an action", "Add the report"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "held_on": self.object.meeting.held_on}

    def get_initial(self) -> dict[str, Any]:
        return {"status": self.object.status, "reported_on": format_date(clock.today())} | super().get_initial()

    def perform(self, form: ActionUpdateForm) -> str:
        given = form.cleaned_data
        update_action(
            action=self.object,
            status=given["status"],
            text=given["text"],
            reported_on=given["reported_on"],
            new_due_on=given["new_due_on"],
            reporter=Reporter(given["reported_by"]),
            by=signed_in(self.request),
            at=clock.now(),
        )
        return "The report is added."


class ActionOwner(RecordAct):
    """An action passes to another owner."""

    template_name = "actions/action_owner.html"
    form_class = NewOwnerForm
    heading, submit_text = "Pass the action to another owner", "Pass it on and email both"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "owners": Owners(self.object.meeting, on=clock.today())}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = self.get_record()
        if not action.is_open:
            messages.error(request, f"The action is {action.get_status_display()}, so it keeps its owner.")
            return redirect(action)
        return super().get(request, *args, **kwargs)

    def perform(self, form: NewOwnerForm) -> str:
        owner, reason = form.chosen(), form.cleaned_data["reason"]
        pass_to_owner(action=self.object, owner=owner, reason=reason, by=signed_in(self.request), at=clock.now())
        is_told = bool(owner_contacts(owner, on=clock.today()))
        told = " They are being told by email." if is_told else NO_ONE_TO_EMAIL
        return f"{owner} is the owner of the action now.{told}"


class ActionPages(RecordPages):
    model, permission = Action, "actions.update_action"
    namespace, url_name, path = "actions", "action", "actions"
    actions = ("show",)
    acts = {"update": ActionUpdate, "owner": ActionOwner}
    templates = {"show": "actions/action.html"}

    def lock_scope(self, view: Any) -> None:
        """The action alone is locked: reports by link wait for no other."""

    def get_queryset(self, view: Any) -> QuerySet[Action]:
        owners = ("owner_organisation__partnership", "owner_body__partnership")
        found: Any = super().get_queryset(view)
        actions: QuerySet[Action] = found.with_owner().select_related("partnership", "meeting__partnership", *owners)
        return actions

    def get_parts(self, view: Any) -> dict[str, Any]:
        action, reader, today = view.object, view.request.user, clock.today()
        updates = list(action.updates.select_related("noted_at", "reporter"))
        sharings = action.sharings.all()
        # Said to officers, of an action that somebody still has to do.
        may_mend = reader.has_perm("boards.manage_bodies", view.partnership) and action.is_open
        items = AgendaItem.objects.visible_to(reader).filter(pk=action.item_id)
        return {
            "updates": updates,
            "carried": [one for one in updates if one.new_due_on],
            "asked": len(sharings),
            "shared": sum(one.shared_at is not None for one in sharings),
            "age": action.age_in_words(on=today),
            "is_overdue": action.is_overdue(on=today),
            "item": items.first() if action.item_id else None,
            "panels": view.panels_at(ON_ACTION, action),
            "is_unreached": may_mend and not owner_contacts(action.owner, on=today),
            "handovers": list(action.handovers.visible_to(reader).with_owners()),
            "may_update": reader.has_perm("actions.update_action", view.partnership),
        }


# What is open first, the most urgent on top; then what was closed last.
URGENT_FIRST = (F("closed_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
GROUP_ORDERS: dict[str, tuple[Any, ...]] = {
    "": (),
    BY_OWNER: ("owner_name",),
    BY_BODY: ("body__sort_order", "body__name"),
    BY_AGE: (F("meeting__held_on").asc(nulls_last=True),),
}


class FilteredActions(PartnershipMixin):
    """The actions that the address asks for."""

    def filtered(self) -> ActionFilter:
        known = self.partnership.actions.visible_to(self.request.user)
        return ActionFilter(
            self.request.GET, queryset=known.for_list(), partnership=self.partnership, today=clock.today()
        )


class ActionList(FilteredActions, TemplateView):
    template_name = "actions/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        found = self.filtered()
        grouped_by = found.grouped_by
        may_change = self.request.user.has_perm("actions.update_action", self.partnership)
        # In groups the most urgent comes first: an order of columns would tear them apart.
        rows = found.qs.order_by(*GROUP_ORDERS[grouped_by], *URGENT_FIRST)
        table = ActionTable(
            as_it_opens(found, rows, partnership=self.partnership.pk, reader=self.request.user, on=today),
            today=today,
            may_change=may_change,
            orderable=not grouped_by,
        )
        RequestConfig(self.request).configure(table)
        if may_change:
            owners = {owner_key(row.record.owner): row.record.owner for row in table.paginated_rows}
            table.unreached = unreached(owners.values(), on=today)
        groups = self._groups(table, grouped_by)
        return super().get_context_data(filter=found, table=table, groups=groups, may_change=may_change, **kwargs)

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
