"""Officers write down what has been done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from core.rules.text import clean_text
from progress.forms.updates import ProgressForm
from progress.services.updates import add_progress
from progress.views.status import AboutStatus
from recommendations.choices import RecommendationStatus


class ProgressAdd(AboutStatus):
    form_class = ProgressForm
    heading = "Add progress"
    submit_text = "Add this progress"

    def get_initial(self) -> dict[str, Any]:
        """Who is asked and told the office is given by the address: ``?party=``."""
        asked = self.recommendation.parties.filter(code=clean_text(self.request.GET.get("party", ""))).first()
        reporter = {"reported_by": asked.name} if asked else {}
        return {"reported_on": clock.today(), **reporter, **super().get_initial()}

    def form_valid(self, form: ProgressForm) -> HttpResponse:
        try:
            add_progress(
                recommendation=self.recommendation, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
            )
        except Refused as refusal:
            return self.refused(form, refusal, {"changed_on": "reported_on", "to_status": "overall_status"})
        said = f"Progress added to recommendation {self.recommendation.number}."
        if new := form.cleaned_data["overall_status"]:
            said += f" Its status is now “{RecommendationStatus(new).label}”."
        messages.success(self.request, said)
        return super().form_valid(form)
