"""How a body meets, changed by an officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from boards.forms.settings import HowItMeetsForm
from boards.services.bodies import change_how_it_meets
from boards.views.base import BodyMixin, signed_in


class HowItMeetsEdit(BodyMixin, FormView[HowItMeetsForm]):
    permission = "boards.manage_bodies"
    template_name = "boards/how_it_meets.html"
    form_class = HowItMeetsForm

    def get_form(self, form_class: type[HowItMeetsForm] | None = None) -> HowItMeetsForm:
        return HowItMeetsForm(self.request.POST or None, body=self.body)

    def form_valid(self, form: HowItMeetsForm) -> HttpResponse:
        if change_how_it_meets(body=self.body, how=form.answer(), by=signed_in(self.request)):
            messages.success(self.request, f"How {self.body} meets is saved.")
        else:
            messages.info(self.request, "Nothing was changed.")
        return redirect(self.body)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"How {self.body} meets",
            submit_text="Save how it meets",
            back_url=self.body.get_absolute_url(),
            **kwargs,
        )
