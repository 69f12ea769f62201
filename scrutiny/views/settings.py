"""How the partnership's scrutiny is run, for admins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core.acts import Refused
from scrutiny.forms.settings import ScrutinySettingsForm
from scrutiny.services.settings import SET_BY_ADMINS, change_scrutiny_settings, settings_of


class ScrutinySettingsEdit(WaitsForSignIn, FormView[ScrutinySettingsForm]):
    permission = "scrutiny.change_settings"
    template_name = "scrutiny/settings.html"
    form_class = ScrutinySettingsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership}

    def get_initial(self) -> dict[str, Any]:
        kept = settings_of(self.partnership)
        return {name: getattr(kept, name) for name in SET_BY_ADMINS} | super().get_initial()

    def form_valid(self, form: ScrutinySettingsForm) -> HttpResponse:
        try:
            changed = change_scrutiny_settings(
                partnership=self.partnership, by=signed_in(self.request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.form_invalid(form)
        if changed:
            messages.success(self.request, "The scrutiny settings are saved.")
        else:
            messages.info(self.request, "Nothing was changed.")
        return redirect("scrutiny:scrutiny_settings", self.partnership.slug)
