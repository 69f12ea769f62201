"""Many actions at once: ticked in the list or changed in a spreadsheet, shown first, then made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from actions.forms import ManyActionsForm
from actions.models import Action, ActionQuerySet
from actions.services.actions import (
    MOST_CHANGES,
    PLANS,
    ActionChange,
    apply_changes,
    reports_of,
    standings,
)
from actions.sheets import ActionSheet
from actions.views.actions import FilteredActions
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.sheets.importing import Preview
from core.sheets.views import CONFLICT, OK, ApplyView, SheetView, UploadView
from core.signed_plans import PlanRefused

OLD_PAGE = "That page was a day old, or not yours. Start again from the list."


class ActionsMixin(PartnershipMixin, SheetView):
    """The list that changes start from and lead back to."""

    permission = "actions.update_action"

    def known(self) -> ActionQuerySet:
        visible = Action.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return visible.with_owner().order_by("meeting__held_on", "number")

    def start_url(self) -> str:
        return reverse("actions:actions", args=[self.partnership.slug])

    def start_again(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(self.start_url())

    def conflict(self, keys: Iterable[int]) -> HttpResponse:
        """Which of them others changed since the page was shown: nothing was done."""
        moved = [(one, one.updates.select_related("recorded_by").first()) for one in self.known().filter(pk__in=keys)]
        return self.page("actions/action_changes_conflict.html", CONFLICT, moved=moved)

    def preview(self, changes: Iterable[tuple[ActionChange | None, Action]], **context: Any) -> HttpResponse:
        pairs = list(changes)
        made = [change for change, _ in pairs if change]
        return self.page(
            "actions/action_changes_preview.html",
            OK,
            shown=[(action, change.lines(action) if change else []) for change, action in pairs],
            count=len(made),
            plan=PLANS.sign(made, partnership=self.partnership, by=signed_in(self.request)),
            **context,
        )


class ActionsDownload(FilteredActions):
    """The list as it is filtered, as a file that can be uploaded again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actions = self.filtered().qs.order_by("meeting__held_on", "meeting", "number").defer(None)
        rows = actions.with_owner().with_latest_note().iterator()
        return ActionSheet.table(rows).download(f"{self.partnership.slug}-actions.csv")


class ActionsChange(ActionsMixin, FormView[ManyActionsForm]):
    """Asks what is to become of the ticked actions, and shows it before it is done."""

    template_name = "actions/actions_change.html"
    form_class = ManyActionsForm
    picked: list[ActionChange]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ticked = [int(pk) for pk in request.GET.getlist("pick") if pk.isdecimal() and len(pk) < 19]
        actions = list(self.known().filter(pk__in=ticked[:MOST_CHANGES]))
        if not actions:
            return self.start_again("Tick the actions that you want to change")
        standing = standings(actions)
        self.picked = [ActionChange(one.pk, standing[one.pk]) for one in actions]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.picked = PLANS.read(
                request.POST.get("picked", ""), partnership=self.partnership, by=signed_in(request)
            )
        except PlanRefused:
            return self.start_again(OLD_PAGE)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ManyActionsForm) -> HttpResponse:
        actions = list(self.known().filter(pk__in=[one.action for one in self.picked]))
        seen = {one.action: one for one in self.picked}
        now, reports = standings(actions), reports_of(one.pk for one in actions)
        if moved := [one.pk for one in actions if now[one.pk] != seen[one.pk].standing]:
            return self.conflict(moved)
        asked = {name: form.cleaned_data[name] for name in ("status", "due_on", "note")}
        return self.preview((replace(seen[one.pk], **asked).remaining(one, reports[one.pk]), one) for one in actions)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = self.known().filter(pk__in=[one.action for one in self.picked])
        return super().get_context_data(
            actions=actions,
            picked=PLANS.sign(self.picked, partnership=self.partnership, by=signed_in(self.request)),
            back_url=self.start_url(),
            **kwargs,
        )


class ActionsImport(ActionsMixin, UploadView):
    template_name = "actions/actions_import.html"
    sheet = ActionSheet

    def get_records(self) -> ActionQuerySet:
        return self.known()

    def show(self, read: Preview[Action, ActionChange]) -> HttpResponse:
        return self.preview(read.changes, read=read)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.start_url(), **kwargs)


class ActionsConfirm(ActionsMixin, ApplyView):
    """Makes what the preview showed: all of it, or nothing."""

    old_page = OLD_PAGE
    nothing_new = "That was on record already. Nothing was changed."

    def apply(self, plan: str) -> str:
        by = signed_in(self.request)
        changes = PLANS.read(plan, partnership=self.partnership, by=by)
        made = apply_changes(partnership=self.partnership, changes=changes, by=by, at=clock.now())
        return f"{made} action{' is' if made == 1 else 's are'} changed." if made else ""
