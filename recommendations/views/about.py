"""What every form about one recommendation shares."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView

from boards.views.typed import WaitsForSignIn
from recommendations.models import Recommendation


class AboutOne(WaitsForSignIn, FormView[Any]):
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
