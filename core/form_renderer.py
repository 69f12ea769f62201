"""How widgets become HTML: by Django's templates, save lists of choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class FormRenderer(TemplatesSetting):
    """Writes ``<select>`` itself: Django's templates include two others for each option, half the cost of a list."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((part,) for part in _groups(widget["optgroups"])))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _groups(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> Iterator[SafeString]:
    for name, members, _index in groups:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((str(option["value"]), flatatt(option["attrs"]), option["label"]) for option in members),
        )
        yield format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options
