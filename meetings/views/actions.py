"""One action: what was agreed, and everything reported on it since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.rules.dates import format_date
from meetings.forms.reports import ActionUpdateForm
from meetings.models import Action
from meetings.services.actions import update_action


class ActionMixin(PartnershipMixin):
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Action.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.action = get_object_or_404(
            known.with_owner().select_related("partnership", "meeting__partnership"), pk=kwargs["pk"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, **kwargs)


class ActionShow(ActionMixin, TemplateView):
    template_name = "meetings/action.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            updates=self.action.updates.all(),
            is_overdue=self.action.is_overdue(on=clock.today()),
            may_update=self.request.user.has_perm("meetings.update_action", self.partnership),
            **kwargs,
        )


class ActionUpdate(ActionMixin, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    permission = "meetings.update_action"
    template_name = "meetings/action_update.html"
    form_class = ActionUpdateForm

    def get_initial(self) -> dict[str, Any]:
        return {"status": self.action.status, "reported_on": format_date(clock.today())}

    def form_valid(self, form: ActionUpdateForm) -> HttpResponse:
        given = form.cleaned_data
        update_action(
            action=self.action,
            status=given["status"],
            text=given["text"],
            reported_on=given["reported_on"],
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
