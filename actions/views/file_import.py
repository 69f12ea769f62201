"""Many actions at once: ticked in the list or changed in a spreadsheet, shown first, then made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.generic import FormView, View

from actions.choices import ActionStatus
from actions.forms import ActionFileForm, ManyActionsForm
from actions.models import Action, ActionQuerySet
from actions.services.changes import (
    MOST_CHANGES,
    ActionChange,
    ActionsMoved,
    PlanRefused,
    apply_changes,
    read_plan,
    sign_plan,
    standings,
)
from actions.services.file_import import ImportPreview, KnownAction, known_actions, preview_file
from actions.sheets import ActionSheet
from actions.views.actions import FilteredActions
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.rules.dates import format_date

OK, BAD_REQUEST, CONFLICT = 200, 400, 409
OLD_PAGE = "That page was a day old, or not yours. Start again from the list."


@dataclass(frozen=True)
class ShownChange:
    """One action of a preview: what it would become, line by line; none where it stays as it is."""

    action: KnownAction
    lines: list[tuple[str, str]]


def shown_change(change: ActionChange, action: KnownAction) -> ShownChange:
    lines = []
    if change.status and change.status != action.status:
        lines.append(("Status", f"{ActionStatus(action.status).label} → {ActionStatus(change.status).label}"))
    if change.due_on and change.due_on != action.due_on:
        before = format_date(action.due_on) if action.due_on else "no date"
        lines.append(("By when", f"{before} → {format_date(change.due_on)}"))
    if change.note and change.note not in action.notes:
        lines.append(("Report", change.note))
    return ShownChange(action, lines)


class ActionsMixin(PartnershipMixin):
    """The list that changes start from and lead back to."""

    permission = "actions.update_action"

    def known(self) -> ActionQuerySet:
        visible = Action.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return visible.with_owner().order_by("meeting__held_on", "number")

    def list_url(self) -> str:
        return reverse("actions:actions", args=[self.partnership.slug])

    def start_again(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(self.list_url())

    def conflict(self, moved: Sequence[Action]) -> HttpResponse:
        """Which of them others changed since the page was shown: nothing was done."""
        told = [(one, one.updates.select_related("recorded_by").first()) for one in moved]
        return self.page("actions/action_changes_conflict.html", CONFLICT, moved=told)

    def preview(self, pairs: Sequence[tuple[ActionChange, KnownAction]], **context: Any) -> HttpResponse:
        shown = [shown_change(change, action) for change, action in pairs]
        changes = [change for (change, _), one in zip(pairs, shown, strict=True) if one.lines]
        plan = sign_plan(changes, partnership=self.partnership, by=signed_in(self.request))
        return self.page(
            "actions/action_changes_preview.html", OK, shown=shown, count=len(changes), plan=plan, **context
        )

    def page(self, template: str, status: int, **context: Any) -> HttpResponse:
        given = {"partnership": self.partnership, "list_url": self.list_url(), **context}
        return TemplateResponse(self.request, template, given, status=status)


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
            self.picked = read_plan(request.POST.get("picked", ""), partnership=self.partnership, by=signed_in(request))
        except PlanRefused:
            return self.start_again(OLD_PAGE)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ManyActionsForm) -> HttpResponse:
        actions = list(self.known().filter(pk__in=[one.action for one in self.picked]))
        seen = {one.action: one for one in self.picked}
        now = standings(actions)
        if moved := [one for one in actions if now[one.pk] != seen[one.pk].standing]:
            return self.conflict(moved)
        given = form.cleaned_data
        known = known_actions(actions)
        pairs = [
            (
                replace(seen[pk], status=given["status"], due_on=given["due_on"], note=given["note"]),
                action,
            )
            for pk, action in known.items()
        ]
        return self.preview(pairs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actions = self.known().filter(pk__in=[one.action for one in self.picked])
        return super().get_context_data(
            actions=actions,
            picked=sign_plan(self.picked, partnership=self.partnership, by=signed_in(self.request)),
            back_url=self.list_url(),
            **kwargs,
        )


class ActionsImport(ActionsMixin, FormView[ActionFileForm]):
    """Reads a file and shows what it would change."""

    template_name = "actions/actions_import.html"
    form_class = ActionFileForm

    def form_valid(self, form: ActionFileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        read = preview_file(file.name or "file", file.read(), actions=self.known(), today=clock.today())
        if read.refusals or not read.changes:
            return self._nothing_to_do(form, read)
        return self.preview(read.changes, read=read)

    def _nothing_to_do(self, form: ActionFileForm, read: ImportPreview) -> HttpResponse:
        context = self.get_context_data(form=form, read=read)
        return self.page(self.template_name, BAD_REQUEST if read.refusals else OK, **context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back_url=self.list_url(), most=MOST_CHANGES, **kwargs)


class ActionsConfirm(ActionsMixin, View):
    """Makes what the preview showed: all of it, or nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = signed_in(request)
        try:
            changes = read_plan(request.POST.get("plan", ""), partnership=self.partnership, by=by)
            made = apply_changes(partnership=self.partnership, changes=changes, by=by, at=clock.now())
        except PlanRefused:
            return self.start_again(OLD_PAGE)
        except ActionsMoved as refusal:
            return self.conflict(refusal.actions)
        if made:
            messages.success(request, f"{made} action{' is' if made == 1 else 's are'} changed.")
        else:
            messages.info(request, "That was on record already. Nothing was changed.")
        return redirect(self.list_url())
