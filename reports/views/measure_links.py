"""Officers link measures to a recommendation, on the page of what delivers it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from boards.views.acts import ActView
from boards.views.base import signed_in
from core.acts import Refused
from recommendations.services.delivery import unlink
from recommendations.views.delivery import DeliveryMixin
from reports.forms import MeasureLinkForm
from reports.models import MeasureLink
from reports.services.measure_links import link_measure


class MeasureLinkMixin(DeliveryMixin, ActView):
    http_method_names = ("post",)

    def get_success_url(self) -> str:
        return f"{super().get_success_url()}#measures"


class MeasureLinkAdd(MeasureLinkMixin):
    def perform(self) -> str:
        form = MeasureLinkForm(self.request.POST, partnership=self.partnership)
        if not form.is_valid():
            raise Refused(" ".join(map(str, form.errors["measure"])))
        measure = form.cleaned_data["measure"]
        link_measure(recommendation=self.recommendation, measure=measure, by=signed_in(self.request))
        return f"“{measure}” is linked to recommendation {self.recommendation.number}."


class MeasureLinkRemove(MeasureLinkMixin):
    """Takes a link back."""

    def perform(self) -> str:
        links = MeasureLink.objects.select_related("measure", "recommendation__partnership")
        known = get_object_or_404(links, recommendation=self.recommendation, pk=self.kwargs["link"])
        unlink(link=known, by=signed_in(self.request))
        return f"“{known.measure}” is no longer linked to recommendation {self.recommendation.number}."
