"""Attendance over a year: of a body's seats, of all organisations, of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from attendance.models import Attendance, AttendanceQuerySet
from attendance.rules import Year
from attendance.services import Matrix, attendance_by_body, attendance_by_organisation, marks_of, matrix_of, years_of
from attendance.sheets import matrix_table, organisations_table
from boards.models import Body, Organisation
from boards.views.base import BodyMixin, PartnershipMixin
from core import clock
from core.rules.dates import DateRefused, financial_year


class YearMixin(PartnershipMixin):
    """Has ``self.year`` from ``?year=2026-27`` or ``?year=2026``; else the newest financial year on record."""

    def known_years(self) -> list[Year]:
        """The years that there is something to show of, the newest first."""
        raise NotImplementedError

    @cached_property
    def years(self) -> list[Year]:
        return self.known_years()

    @cached_property
    def year(self) -> Year:
        """Raises ``Http404`` where what was asked for is no year."""
        try:
            if asked := self.request.GET.get("year", ""):
                return Year.parse(asked)
        except DateRefused:
            raise Http404 from None
        return self.years[0] if self.years else Year.financial(financial_year(clock.today()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year=self.year, years=self.years, **kwargs)


class RatesMixin(YearMixin):
    """Public, unless the partnership keeps its rates to its members: only then is a permission asked for."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.partnership.shows_attendance_rates:
            self.permission = "attendance.see_attendance_rates"

    def get_attendance(self) -> AttendanceQuerySet:
        """What is counted."""
        return Attendance.objects.visible_to(self.request.user).filter(meeting__partnership=self.partnership)

    def known_years(self) -> list[Year]:
        return years_of(self.get_attendance())


class BodyAttendance(RatesMixin, BodyMixin, TemplateView):
    """Seats by meetings."""

    template_name = "attendance/matrix.html"

    def get_attendance(self) -> AttendanceQuerySet:
        return super().get_attendance().filter(seat__body=self.body)

    def matrix(self) -> Matrix:
        return matrix_of(self.body, year=self.year, reader=self.request.user, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(matrix=self.matrix(), **kwargs)


class MatrixDownload(BodyAttendance):
    ending = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # a file
        table = matrix_table(self.matrix(), title=f"Attendance {self.year.slug}")
        return table.download(f"{self.partnership.slug}-{self.body.code}-attendance-{self.year.slug}.{self.ending}")


class AllAttendance(RatesMixin, TemplateView):
    """Each organisation of the partnership with its rate, over all bodies."""

    template_name = "attendance/matrix_organisations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        bodies = Body.objects.visible_to(user).filter(partnership=self.partnership, seats__attendance__isnull=False)
        return super().get_context_data(
            organisations=attendance_by_organisation(self.partnership, year=self.year, reader=user),
            bodies=bodies.distinct().select_related("partnership"),
            **kwargs,
        )


class AllAttendanceCsv(RatesMixin):
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

    def get_attendance(self) -> AttendanceQuerySet:
        return Attendance.objects.visible_to(self.request.user).by_organisation(self.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked: Any = {"year": self.year, "reader": self.request.user}
        bodies = attendance_by_body(self.organisation, **asked)
        return super().get_context_data(
            organisation=self.organisation,
            bodies=bodies,
            tally=sum((one.tally for one in bodies[1:]), bodies[0].tally) if bodies else None,
            marks=marks_of(self.organisation, **asked).select_related("meeting", "seat__body", "departed_at"),
            **kwargs,
        )
