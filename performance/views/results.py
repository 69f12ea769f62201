"""Officers record figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from boards.views.acts import ActFormView
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from performance.forms import ResultForm
from performance.models import Measure
from performance.rules import figure
from performance.services.results import ResultExists, record_result


class ResultAdd(ActFormView[ResultForm]):
    permission = "performance.add_result"
    template_name = "performance/result_form.html"
    form_class = ResultForm
    measure: Measure

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Measure.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.measure = get_object_or_404(known, code=kwargs["code"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"measure": self.measure, "today": clock.today()}

    def get_success_url(self) -> str:
        return reverse("performance:measure", args=[self.partnership.slug, self.measure.code])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            measure=self.measure,
            heading="Record a figure",
            submit_text="Record this figure",
            back_url=self.get_success_url(),
            **kwargs,
        )

    def perform(self, form: ResultForm) -> str:
        by, at = signed_in(self.request), clock.now()
        try:
            result = record_result(measure=self.measure, **form.cleaned_data, by=by, at=at)
        except ResultExists as exists:
            there = figure(exists.result.value, self.measure.decimals_shown)
            words = f"{exists.result.year} has the figure {there}: tick this to replace it, or change the year"
            raise Refused(words, field=exists.field) from exists
        return f"The figure for {result.year} is recorded."
