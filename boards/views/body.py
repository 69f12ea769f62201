"""One body: its names over time, whom it reports to, its seats and its history."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from boards.choices import BodyKind
from boards.models import Appointment, Body, BodyChange, ReportingLine
from boards.panels import ON_BODY
from boards.querysets import AppointmentQuerySet
from boards.rules import Span, nearest_days
from boards.seating import seating_of
from boards.structure import show_body
from boards.views.as_at import AsAtMixin


class BodyShow(AsAtMixin, TemplateView):
    template_name = "boards/body.html"
    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        bodies = Body.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.body = get_object_or_404(bodies.with_structure(on=self.on).with_predecessors(), code=kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = self.body
        span = Span(body.starts_on, body.starts_precision, body.ends_on, body.ends_precision)
        has_seats = body.seats.exists()
        return super().get_context_data(
            body=body,
            shown=show_body(body, on=self.on),
            is_current=Body.objects.filter(pk=body.pk).current(on=self.on).exists(),
            nearest=nearest_days([span], on=self.on),
            lines=self._lines(),
            below=self._below(),
            seating=seating_of(body, on=self.on) if has_seats else None,
            seats_are_membership=body.kind == BodyKind.BOARD,
            appointments=self._appointments(),
            changes=BodyChange.objects.of_body(body),
            may_manage=self.request.user.has_perm("boards.manage_bodies", self.partnership),
            panels=self.panels_at(ON_BODY, body, on=self.on),
            **kwargs,
        )

    def _appointments(self) -> AppointmentQuerySet:
        """Who is appointed to the body itself, not to one of its seats, on the day."""
        appointed = Appointment.objects.filter(body=self.body).current(on=self.on)
        return appointed.select_related("person").chair_first()

    def _lines(self) -> list[dict[str, Any]]:
        """Every reporting line of the body, whenever it held."""
        lines = ReportingLine.objects.filter(body=self.body).select_related("reports_to")
        return [{"body": line.reports_to, "period": line.period} for line in lines.order_by("starts_on", "pk")]

    def _below(self) -> list[Any]:
        """The bodies that report to this one on the day."""
        keys = ReportingLine.objects.filter(reports_to=self.body).current(on=self.on).values("body")
        below = Body.objects.filter(pk__in=keys).current(on=self.on).with_structure(on=self.on).with_predecessors()
        return [show_body(one, on=self.on) for one in below]
