"""How punctual the summaries were. Public, as each meeting’s timing is; who published is for officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from attendance.rules import Year
from attendance.views import YearMixin
from boards.models import Body
from core import clock
from summaries.services.register import register_of, register_years
from summaries.sheets import OfficersRegisterSheet, RegisterSheet


class RegisterMixin(YearMixin):
    """Which year, and which body if one is asked for."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        bodies = Body.objects.visible_to(request.user).filter(partnership=self.partnership)
        self.bodies = bodies.filter(meetings__summary_due_on__isnull=False).distinct()
        # PostgreSQL takes no NUL in a text, and no code has one.
        code = request.GET.get("body", "").replace("\0", " ")
        self.body = get_object_or_404(self.bodies, code=code) if code else None
        self.sees_officers = request.user.has_perm("summaries.write_summary", self.partnership)

    def known_years(self) -> list[Year]:
        return register_years(self.partnership, reader=self.request.user, on=clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = register_of(
            self.partnership, year=self.year, reader=self.request.user, on=clock.today(), body=self.body
        )
        own = {"register": register, "body": self.body, "bodies": self.bodies, "sees_officers": self.sees_officers}
        return super().get_context_data(**own, **kwargs)


class RegisterShow(RegisterMixin, TemplateView):
    template_name = "summaries/register.html"


class RegisterCsv(RegisterMixin):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sheet = OfficersRegisterSheet if self.sees_officers else RegisterSheet
        name = f"{self.partnership.slug}-summaries-on-time-{self.year.slug}.csv"
        return sheet.table(self.get_context_data()["register"].lines).download(name)
