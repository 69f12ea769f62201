"""Officers record figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from performance.forms import ResultForm
from performance.models import Measure
from performance.rules import figure
from performance.services.results import ResultExists, record_result


class ResultAdd(PartnershipMixin, FormView[ResultForm]):
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

    def form_valid(self, form: ResultForm) -> HttpResponse:
        try:
            result = record_result(
                measure=self.measure, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
            )
        except ResultExists as exists:
            there = figure(exists.result.value, self.measure.decimals_shown)
            form.add_error(
                "replace", f"{exists.result.year} has the figure {there}: tick this to replace it, or change the year"
            )
            return self.form_invalid(form)
        messages.success(self.request, f"The figure for {result.year} is recorded.")
        return super().form_valid(form)
