"""One action: what was agreed, and everything reported on it since."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.views.generic import FormView, TemplateView
from django_tables2 import RequestConfig

from actions.filters import BY_AGE, BY_BODY, BY_OWNER, ActionFilter
from actions.forms import ActionUpdateForm, NewOwnerForm, Owners
from actions.models import Action
from actions.panels import ON_ACTION
from actions.rules import age_band
from actions.services.actions import Teller, update_action
from actions.services.handovers import pass_to_owner
from actions.services.owners import owner_key, unreached
from actions.tables import ActionTable
from agendas.models import AgendaItem
from boards.views.base import PartnershipMixin, signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from core.acts import Refused
from core.rules.dates import format_date
from core.tables import rows_of
from meetings.services.contacts import owner_contacts

NO_ONE_TO_EMAIL = " No one there has an email address, so tell them yourself."


class ActionMixin(PartnershipMixin):
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Action.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.action = get_object_or_404(
            known.with_owner().select_related(
                "partnership", "meeting__partnership", "owner_organisation__partnership", "owner_body__partnership"
            ),
            pk=kwargs["pk"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, **kwargs)


class ActionShow(ActionMixin, TemplateView):
    template_name = "actions/action.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        updates = list(self.action.updates.select_related("noted_at"))
        cascades = self.action.cascades.all()
        return super().get_context_data(
            updates=updates,
            carried=[one for one in updates if one.new_due_on],
            asked=len(cascades),
            passed_on=sum(one.passed_on_at is not None for one in cascades),
            age=self.action.age_in_words(on=today),
            is_overdue=self.action.is_overdue(on=today),
            item=self._item(),
            panels=self.panels_at(ON_ACTION, self.action),
            is_unreached=self._is_unreached(),
            handovers=list(self.action.handovers.visible_to(self.request.user).with_owners()),
            may_update=self.request.user.has_perm("actions.update_action", self.partnership),
            **kwargs,
        )

    def _is_unreached(self) -> bool:
        """Said to officers, of an action that somebody still has to do."""
        may_mend = self.request.user.has_perm("boards.manage_bodies", self.partnership)
        return may_mend and self.action.is_open and not owner_contacts(self.action.owner, on=clock.today())

    def _item(self) -> AgendaItem | None:
        """The item of the agenda that it came from, where the reader may see it."""
        visible = AgendaItem.objects.visible_to(self.request.user)
        return visible.filter(pk=self.action.item_id).first() if self.action.item_id else None


class ActionUpdate(WaitsForSignIn, ActionMixin, FormView[ActionUpdateForm]):
    permission = "actions.update_action"
    template_name = "actions/action_update.html"
    form_class = ActionUpdateForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "held_on": self.action.meeting.held_on}

    def get_initial(self) -> dict[str, Any]:
        told = {"status": self.action.status, "reported_on": format_date(clock.today())}
        return told | super().get_initial()

    def form_valid(self, form: ActionUpdateForm) -> HttpResponse:
        given = form.cleaned_data
        update_action(
            action=self.action,
            status=given["status"],
            text=given["text"],
            reported_on=given["reported_on"],
            new_due_on=given["new_due_on"],
            told_by=Teller(given["reported_by"]),
            by=signed_in(self.request),
            at=clock.now(),
        )
        messages.success(self.request, "The report is added.")
        return redirect(self.action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Report on an action",
            submit_text="Add the report",
            back_url=self.action.get_absolute_url(),
            **kwargs,
        )


class ActionOwner(WaitsForSignIn, ActionMixin, FormView[NewOwnerForm]):
    """An action passes to another owner."""

    permission = "actions.update_action"
    template_name = "actions/action_owner.html"
    form_class = NewOwnerForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "owners": Owners(self.action.meeting, on=clock.today())}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.action.is_open:
            said = f"The action is {self.action.get_status_display()}, so it keeps its owner."
            messages.error(request, said)
            return redirect(self.action)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: NewOwnerForm) -> HttpResponse:
        owner, reason, by = form.chosen(), form.cleaned_data["reason"], signed_in(self.request)
        try:
            pass_to_owner(action=self.action, owner=owner, reason=reason, by=by, at=clock.now())
        except Refused as refusal:
            form.add_error("owner", str(refusal))
            return self.form_invalid(form)
        people = owner_contacts(owner, on=clock.today())
        told = " They are being told by email." if people else NO_ONE_TO_EMAIL
        messages.success(self.request, f"{owner} is the owner of the action now.{told}")
        return redirect(self.action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Pass the action to another owner",
            submit_text="Pass it on and email both",
            back_url=self.action.get_absolute_url(),
            **kwargs,
        )


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
