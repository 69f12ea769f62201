"""Which recommendations an action delivers: picked by officers from the action's page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from actions.models import Action
from actions.picks import ACTION_PICKS
from boards.records import RecordPages
from boards.views.base import signed_in
from core.records import RecordAct
from recommendations.forms.picks import ActionPicksForm


class ActionPicks(RecordAct):
    form_class = ActionPicksForm
    heading, submit_text = "Recommendations that the action delivers", "Save"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"action": self.object}

    def perform(self, form: ActionPicksForm) -> str:
        ACTION_PICKS.picker.change(self.object, by=signed_in(self.request), **form.pick_changes())
        return "The recommendations of the action are saved."


class ActionPickPages(RecordPages):
    model, permission = Action, "scrutiny.manage_scrutiny"
    namespace, url_name, path = "recommendations", "action", "actions"
    actions = ()
    acts = {"recommendations": ActionPicks}

    def lock_scope(self, view: Any) -> None:
        """The action alone is locked."""

    def get_queryset(self, view: Any) -> QuerySet[Action]:
        found: Any = super().get_queryset(view)
        actions: QuerySet[Action] = found.select_related("partnership", "meeting__partnership")
        return actions

    def get_success_url(self, view: Any) -> str:
        return self.get_queryset(view).get(**self.lookup(view)).get_absolute_url()
