"""Partner organisations, and the seats that each holds and held."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from boards.filters import OrganisationFilter
from boards.models import Organisation, SeatHolding
from boards.panels import ON_ORGANISATION
from boards.querysets import OrganisationQuerySet
from boards.tables import OrganisationTable
from boards.views.as_at import AsAtMixin


class OrganisationList(AsAtMixin, SingleTableMixin, FilterView):
    template_name = "boards/organisations.html"
    table_class = OrganisationTable
    filterset_class = OrganisationFilter

    def get_queryset(self) -> OrganisationQuerySet:
        organisations = Organisation.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return organisations.select_related("sector", "partnership").with_seat_count(on=self.on)

    def get_filterset_kwargs(self, filterset_class: type[OrganisationFilter]) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "partnership": self.partnership}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"on": self.on, "today": self.today}


class OrganisationShow(AsAtMixin, TemplateView):
    template_name = "boards/organisation.html"
    organisation: Organisation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        organisations = Organisation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.organisation = get_object_or_404(organisations.select_related("sector", "successor"), code=kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = SeatHolding.objects.filter(organisation=self.organisation).select_related("seat", "seat__body")
        return super().get_context_data(
            organisation=self.organisation,
            predecessors=self.organisation.predecessors.all(),
            holdings=held.order_by(F("starts_on").desc(nulls_last=True), "seat__number"),
            held_on_day=set(held.current(on=self.on).values_list("pk", flat=True)),
            panels=self.panels_at(ON_ORGANISATION, self.organisation, on=self.on),
            **kwargs,
        )
