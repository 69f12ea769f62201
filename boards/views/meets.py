"""How a body meets, changed by an officer."""

from __future__ import annotations

from typing import Any

from boards.forms.settings import HowItMeetsForm
from boards.services.bodies import change_how_it_meets
from boards.views.acts import ActFormView
from boards.views.base import BodyMixin, signed_in


class HowItMeetsEdit(BodyMixin, ActFormView[HowItMeetsForm]):
    permission = "boards.manage_bodies"
    template_name = "boards/how_it_meets.html"
    form_class = HowItMeetsForm
    nothing_done = "Nothing was changed."

    def get_form(self, form_class: type[HowItMeetsForm] | None = None) -> HowItMeetsForm:
        return HowItMeetsForm(self.request.POST or None, body=self.body)

    def get_success_url(self) -> str:
        return self.body.get_absolute_url()

    def perform(self, form: HowItMeetsForm) -> str:
        changed = change_how_it_meets(body=self.body, how=form.answer(), by=signed_in(self.request))
        return f"How {self.body} meets is saved." if changed else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"How {self.body} meets",
            submit_text="Save how it meets",
            back_url=self.get_success_url(),
            **kwargs,
        )
