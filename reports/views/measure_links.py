"""Officers link measures to a recommendation, on the page of what delivers it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic.base import View

from boards.views.base import PartnershipMixin, signed_in
from recommendations.models import Recommendation
from reports.forms import MeasureLinkForm
from reports.models import MeasureLink
from reports.services.measure_links import link_measure, unlink_measure


class MeasureLinkMixin(PartnershipMixin, View):
    permission = "scrutiny.manage_scrutiny"
    recommendation: Recommendation

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        known = Recommendation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.recommendation = get_object_or_404(known.select_related("partnership"), pk=kwargs["pk"])

    def back(self) -> HttpResponse:
        page = reverse("recommendations:delivery", args=[self.partnership.slug, self.recommendation.pk])
        return HttpResponseRedirect(f"{page}#measures")


class MeasureLinkAdd(MeasureLinkMixin):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        form = MeasureLinkForm(request.POST, partnership=self.partnership)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["measure"])))
            return self.back()
        measure = form.cleaned_data["measure"]
        link_measure(recommendation=self.recommendation, measure=measure, by=signed_in(request))
        messages.success(request, f"“{measure}” is linked to recommendation {self.recommendation.number}.")
        return self.back()


class MeasureLinkRemove(MeasureLinkMixin):
    """Takes a link back."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        links = MeasureLink.objects.select_related("measure", "recommendation__partnership")
        link = get_object_or_404(links, recommendation=self.recommendation, pk=self.kwargs["link"])
        unlink_measure(link=link, by=signed_in(request))
        number = self.recommendation.number
        messages.success(request, f"“{link.measure}” is no longer linked to recommendation {number}.")
        return self.back()
