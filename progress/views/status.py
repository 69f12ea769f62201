"""Officers change statuses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.text import capfirst

from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from progress.forms.status import StatusForm
from progress.services.status import change_status
from recommendations.models import Recommendation
from recommendations.services.naming import called
from recommendations.services.ppb_meetings import held_ppb_meetings
from recommendations.views.about import AboutOne


class AboutStatus(AboutOne):
    permission = "progress.add_progress"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"recommendation": self.recommendation}

    def refused(self, form: Any, refusal: Refused, fields: dict[str, str]) -> HttpResponse:
        """Put the service's sentence beside the field that it is about."""
        form.add_error(fields.get(refusal.field, refusal.field), str(refusal))
        return self.form_invalid(form)


class StatusChangeAdd(AboutStatus):
    form_class = StatusForm
    heading = "Change the status"
    submit_text = "Change the status"

    def get_initial(self) -> dict[str, Any]:
        return {"changed_on": clock.today(), **super().get_initial()}

    def get_form_kwargs(self) -> dict[str, Any]:
        known = Recommendation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        held = held_ppb_meetings(self.partnership, on=clock.today())
        return super().get_form_kwargs() | {"others": known, "held": held}

    def form_valid(self, form: StatusForm) -> HttpResponse:
        try:
            change = change_status(
                recommendation=self.recommendation, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
            )
        except Refused as refusal:
            return self.refused(form, refusal, {})
        said = f"The status of recommendation {self.recommendation.number} is now “{change.get_to_status_display()}”."
        if change.superseded_by:
            said += f" {capfirst(called(change.superseded_by))} takes its place."
        messages.success(self.request, said)
        return super().form_valid(form)
