"""How the partnership's scrutiny is run, for admins."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from boards.views.acts import ActFormView
from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from scrutiny.forms.settings import ScrutinySettingsForm
from scrutiny.services.settings import SET_BY_ADMINS, change_scrutiny_settings, settings_of


class ScrutinySettingsEdit(WaitsForSignIn, ActFormView[ScrutinySettingsForm]):
    permission = "scrutiny.change_settings"
    template_name = "scrutiny/settings.html"
    form_class = ScrutinySettingsForm
    nothing_done = "Nothing was changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partnership": self.partnership}

    def get_initial(self) -> dict[str, Any]:
        kept = settings_of(self.partnership)
        return {name: getattr(kept, name) for name in SET_BY_ADMINS} | super().get_initial()

    def get_success_url(self) -> str:
        return reverse("scrutiny:scrutiny_settings", args=[self.partnership.slug])

    def perform(self, form: ScrutinySettingsForm) -> str:
        by = signed_in(self.request)
        changed = change_scrutiny_settings(partnership=self.partnership, **form.cleaned_data, by=by)
        return "The scrutiny settings are saved." if changed else ""
