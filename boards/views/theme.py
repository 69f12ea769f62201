"""The partnership's colour, as a style sheet of three lines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import condition

from boards.models import Partnership
from boards.views.base import PartnershipMixin
from core.colours import shades_of

ONE_DAY = 24 * 60 * 60


def _etag(request: HttpRequest, partnership: Partnership) -> str:
    return f'"{partnership.accent}"'


class Theme(PartnershipMixin):
    """Whatever colour is stored, what is written in it and on it can be read.

    Pages ask for it with the colour in the query, so that a change shows at once though the sheet is kept for a day.
    """

    def get(self, request: HttpRequest, partnership: str) -> HttpResponse:
        response: HttpResponse = self._sheet(request, self.partnership)
        patch_cache_control(response, public=True, max_age=ONE_DAY)
        return response

    @method_decorator(condition(etag_func=_etag))
    def _sheet(self, request: HttpRequest, partnership: Partnership) -> HttpResponse:
        shades = shades_of(partnership.accent)
        css = f":root {{\n  --accent: {shades.ink};\n  --accent-soft: {shades.tint};\n}}\n"
        return HttpResponse(css, content_type="text/css; charset=utf-8")
