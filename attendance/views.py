"""Attendance over a year: of a body's seats, of all organisations, of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from attendance.models import Attendance as Mark
from attendance.rules import Year
from attendance.services import Matrix, attendance_by_body, attendance_by_organisation, marks_of, matrix_of, years_of
from attendance.sheets import matrix_table, organisations_table
from boards.models import Body, Organisation
from boards.views.base import PartnershipMixin
from core import clock
from core.rules.dates import DateRefused, financial_year


class YearMixin(PartnershipMixin):
    """Sets ``self.year`` from ``?year=2026-27`` or ``?year=2026``; else the newest financial year on record."""

    year: Year
    years: list[Year]

    def known_years(self) -> list[Year]:
        """The years that there is something to show of, the newest first."""
        raise NotImplementedError

    def find_year(self, request: HttpRequest) -> None:
        self.years = self.known_years()
        newest = self.years[0] if self.years else Year.financial(financial_year(clock.today()))
        asked = request.GET.get("year", "")
        try:
            self.year = Year.parse(asked) if asked else newest
        except DateRefused:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year=self.year, years=self.years, **kwargs)


class RatesMixin(YearMixin):
    """Public, unless the partnership keeps its rates to its members: only then is a permission asked for."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.partnership.shows_attendance_rates:
            self.permission = "attendance.see_attendance_rates"


class BodyMixin(RatesMixin):
    """Sets ``self.body`` from the address."""

    body: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        bodies = Body.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.body = get_object_or_404(bodies.select_related("partnership"), code=kwargs["code"])
        self.find_year(request)

    def known_years(self) -> list[Year]:
        return years_of(Mark.objects.visible_to(self.request.user).filter(seat__body=self.body))

    def matrix(self) -> Matrix:
        return matrix_of(self.body, year=self.year, reader=self.request.user, on=clock.today())


class BodyAttendance(BodyMixin, TemplateView):
    """Seats by meetings."""

    template_name = "attendance/matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(body=self.body, matrix=self.matrix(), **kwargs)


class MatrixDownload(BodyMixin):
    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = matrix_table(self.matrix(), title=f"Attendance {self.year.slug}")
        return table.download(f"{self.partnership.slug}-{self.body.code}-attendance-{self.year.slug}.{self.ending}")


class AllMixin(RatesMixin):
    """All organisations of the partnership."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.find_year(request)

    def known_years(self) -> list[Year]:
        return years_of(Mark.objects.visible_to(self.request.user).filter(meeting__partnership=self.partnership))


class Attendance(AllMixin, TemplateView):
    """Each organisation with its rate, over all bodies."""

    template_name = "attendance/matrix_organisations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = attendance_by_organisation(self.partnership, year=self.year, reader=self.request.user)
        bodies = Body.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        recorded = bodies.filter(seats__attendance__isnull=False).distinct().select_related("partnership")
        return super().get_context_data(organisations=found, bodies=recorded, **kwargs)


class AttendanceCsv(AllMixin):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = attendance_by_organisation(self.partnership, year=self.year, reader=request.user)
        return organisations_table(found).download(f"{self.partnership.slug}-attendance-{self.year.slug}.csv")


class OrganisationAttendance(RatesMixin, TemplateView):
    """One organisation: its bodies, and each time that its seats were called."""

    template_name = "attendance/matrix_organisation.html"
    organisation: Organisation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        organisations = Organisation.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.organisation = get_object_or_404(organisations.select_related("partnership"), code=kwargs["code"])
        self.find_year(request)

    def known_years(self) -> list[Year]:
        return years_of(Mark.objects.visible_to(self.request.user).by_organisation(self.organisation))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = self.request.user
        bodies = attendance_by_body(self.organisation, year=self.year, reader=reader)
        return super().get_context_data(
            organisation=self.organisation,
            bodies=bodies,
            tally=sum((one.tally for one in bodies[1:]), bodies[0].tally) if bodies else None,
            marks=marks_of(self.organisation, year=self.year, reader=reader),
            **kwargs,
        )
