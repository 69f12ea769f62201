"""How punctual the summaries were. Public, as each meeting’s timing is; who published is for officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from attendance.rules import Year
from attendance.views import YearMixin
from boards.models import Body
from boards.models.body import BodyQuerySet
from core import clock
from summaries.services.register import Register, register_of, register_years
from summaries.sheets import OfficersRegisterSheet, RegisterSheet


class RegisterMixin(YearMixin):
    """Which year, and which body if one is asked for. Who published late is for officers."""

    body: Body | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.find_year(request)
        if code := request.GET.get("body"):
            # PostgreSQL takes no NUL in a text, and no code has one.
            self.body = get_object_or_404(self.bodies(), code=code.replace("\0", " "))

    def known_years(self) -> list[Year]:
        return register_years(self.partnership, reader=self.request.user, on=clock.today())

    def bodies(self) -> BodyQuerySet:
        """Those that have owed a summary."""
        bodies = Body.objects.visible_to(self.request.user).filter(partnership=self.partnership)
        return bodies.filter(meetings__summary_due_on__isnull=False).distinct()

    def register(self) -> Register:
        reader, today = self.request.user, clock.today()
        return register_of(self.partnership, year=self.year, reader=reader, on=today, body=self.body)

    def sees_officers(self) -> bool:
        return self.request.user.has_perm("summaries.write_summary", self.partnership)


class RegisterShow(RegisterMixin, TemplateView):
    template_name = "summaries/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            register=self.register(),
            body=self.body,
            bodies=self.bodies(),
            sees_officers=self.sees_officers(),
            **kwargs,
        )


class RegisterCsv(RegisterMixin):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sheet = OfficersRegisterSheet if self.sees_officers() else RegisterSheet
        name = f"{self.partnership.slug}-summaries-on-time-{self.year.slug}.csv"
        return sheet.table(self.register().lines).download(name)
