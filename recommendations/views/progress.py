"""Officers write down what has been done, and change statuses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from boards.views.base import signed_in
from boards.views.typed import WaitsForSignIn
from core import clock
from recommendations.choices import RecommendationStatus
from recommendations.forms.progress import ProgressForm, StatusForm
from recommendations.models import Recommendation
from recommendations.services.progress import StatusChangeRefused, add_progress, change_status


class AboutOne(WaitsForSignIn, FormView):  # type: ignore[type-arg]  # FormView[F] fails at run time
    """A form about one recommendation, which ends on its page."""

    template_name = "recommendations/form.html"
    heading = ""
    submit_text = ""
    recommendation: Recommendation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Recommendation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.recommendation = get_object_or_404(known, pk=kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("recommendations:detail", args=[self.partnership.slug, self.recommendation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            recommendation=self.recommendation,
            heading=self.heading,
            submit_text=self.submit_text,
            back_url=self.get_success_url(),
            **kwargs,
        )


class AboutStatus(AboutOne):
    permission = "recommendations.add_progress"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"recommendation": self.recommendation}

    def refused(self, form: Any, refusal: StatusChangeRefused, fields: dict[str, str]) -> HttpResponse:
        """Put the service's sentence beside the field that it is about."""
        form.add_error(fields.get(refusal.field, refusal.field), str(refusal))
        return self.form_invalid(form)


class ProgressAdd(AboutStatus):
    form_class = ProgressForm
    heading = "Add progress"
    submit_text = "Add this progress"

    def get_initial(self) -> dict[str, Any]:
        return {"reported_on": clock.today(), **super().get_initial()}

    def form_valid(self, form: ProgressForm) -> HttpResponse:
        try:
            add_progress(
                recommendation=self.recommendation, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
            )
        except StatusChangeRefused as refusal:
            return self.refused(form, refusal, {"changed_on": "reported_on", "to_status": "overall_status"})
        said = f"Progress added to recommendation {self.recommendation.number}."
        if new := form.cleaned_data["overall_status"]:
            said += f" Its status is now “{RecommendationStatus(new).label}”."
        messages.success(self.request, said)
        return super().form_valid(form)


class StatusChangeAdd(AboutStatus):
    form_class = StatusForm
    heading = "Change the status"
    submit_text = "Change the status"

    def get_initial(self) -> dict[str, Any]:
        return {"changed_on": clock.today(), **super().get_initial()}

    def form_valid(self, form: StatusForm) -> HttpResponse:
        try:
            change = change_status(
                recommendation=self.recommendation, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
            )
        except StatusChangeRefused as refusal:
            return self.refused(form, refusal, {})
        messages.success(
            self.request,
            f"The status of recommendation {self.recommendation.number} is now “{change.get_to_status_display()}”.",
        )
        return super().form_valid(form)
