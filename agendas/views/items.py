"""Items are added, changed and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from agendas.forms import ItemForm, ReasonForm
from agendas.models import AgendaItem
from agendas.services.agenda import (
    AgendaChanged,
    ItemPlan,
    add_item,
    change_item,
    needs_reason,
    release_item,
    remove_item,
    why_not_removable,
)
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from meetings.views.base import MeetingMixin

GONE = "Somebody has removed this item in the meantime."


def why(view: MeetingMixin, form: Form) -> dict[str, Any]:
    """Who changes the agenda, when, and for what reason if one was asked for."""
    return {"by": signed_in(view.request), "at": clock.now(), "reason": form.cleaned_data.get("reason", "")}


class ItemAdd(MeetingMixin, FormView[ItemForm]):
    permission = "meetings.manage_meetings"
    template_name = "agendas/agenda_item_form.html"

    def get_form(self, form_class: Any = None) -> ItemForm:
        return ItemForm(self.request.POST or None, meeting=self.meeting, on=clock.today())

    def form_valid(self, form: ItemForm) -> HttpResponse:
        item = add_item(meeting=self.meeting, plan=form.plan(), **why(self, form))
        messages.success(self.request, f"“{item.title}” is on the agenda.")
        return redirect(f"{self.url('agendas:agenda_edit')}#item-{item.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Add an item", submit_text="Add the item", back_url=self.url("agendas:agenda_edit"), **kwargs
        )


class ItemMixin(MeetingMixin):
    """Sets ``self.item`` before the view runs; an item that is gone leads back to the agenda, with that reason."""

    permission = "meetings.manage_meetings"
    item: AgendaItem | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = AgendaItem.objects.visible_to(request.user).filter(meeting=self.meeting)
        self.item = known.select_related("meeting__partnership", "body").filter(pk=kwargs["item_pk"]).first()

    def found(self) -> AgendaItem:
        assert self.item is not None  # get and post begin by asking
        return self.item

    def gone(self) -> HttpResponse:
        messages.error(self.request, GONE)
        return redirect(self.url("agendas:agenda_edit"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.item is None:
            return self.gone()
        answer: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]  # of the view beside
        return answer


class ItemEdit(ItemMixin, FormView[ItemForm]):
    template_name = "agendas/agenda_item_form.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.gone() if self.item is None else super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> ItemForm:
        return ItemForm(self.request.POST or None, meeting=self.meeting, item=self.found(), on=clock.today())

    def form_valid(self, form: ItemForm) -> HttpResponse:
        item = self.found()
        try:
            change_item(item=item, plan=form.plan(), seen=form.cleaned_data["seen"], **why(self, form))
        except AgendaItem.DoesNotExist:
            return self.gone()
        except AgendaChanged:
            item.refresh_from_db()
            form.meet(item)
            return self.render_to_response(self.get_context_data(form=form, theirs=item), status=409)
        messages.success(self.request, f"“{form.cleaned_data['title']}” is saved.")
        return redirect(f"{self.url('agendas:agenda_edit')}#item-{item.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Change item {self.found().position}",
            submit_text="Save the item",
            back_url=self.url("agendas:agenda_edit"),
            **kwargs,
        )


class AskFirst(ItemMixin, TemplateView):
    """A page that asks, with the reason where the meeting was held."""

    def reason_form(self) -> ReasonForm:
        is_needed = needs_reason(self.meeting, on=clock.today())
        return ReasonForm(self.request.POST if self.request.method == "POST" else None, is_needed=is_needed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.found()
        return super().get_context_data(
            item=item,
            seen=ItemPlan.of(item).version,
            back_url=self.url("agendas:agenda_edit"),
            **({"form": self.reason_form()} | kwargs),
        )


class ItemRelease(AskFirst):
    """Lets everyone read an item that was for members only."""

    template_name = "agendas/agenda_item_release.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.item is not None and not self.item.is_members_only:
            return redirect(f"{self.url('agendas:agenda_edit')}#item-{self.item.pk}")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.item is None:
            return self.gone()
        form = self.reason_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            release_item(item=self.item, seen=request.POST.get("seen", ""), **why(self, form))
        except AgendaItem.DoesNotExist:
            return self.gone()
        except AgendaChanged:
            messages.error(request, "Somebody has changed this item since you opened the page. Read it again first.")
            return redirect(self.url("agendas:agenda_item_release", self.item.pk))
        messages.success(request, f"“{self.item.title}” is released: everyone who reads the agenda can read it.")
        return redirect(f"{self.url('agendas:agenda_edit')}#item-{self.item.pk}")


class ItemRemove(AskFirst):
    """Asks first; an item that something hangs on stays, with the reason."""

    template_name = "agendas/agenda_item_remove.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.item is None:
            # Removed already, perhaps by this very button.
            return redirect(self.url("agendas:agenda_edit"))
        item, form = self.item, self.reason_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            remove_item(item=item, seen=request.POST.get("seen", ""), **why(self, form))
            messages.success(request, f"“{item.title}” is removed.")
        except AgendaItem.DoesNotExist:
            return redirect(self.url("agendas:agenda_edit"))
        except AgendaChanged:
            messages.error(request, "Somebody has changed this item since you opened the page. Read it again first.")
            return redirect(self.url("agendas:agenda_item_remove", item.pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.url("agendas:agenda_edit"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=why_not_removable(self.found()), **kwargs)
