"""How widgets become HTML: by Django's templates, save lists of choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class FormRenderer(TemplatesSetting):
    """Writes ``<select>`` itself: Django's templates include two others for each option, half the cost of a list."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = mark_safe("".join(_groups(widget["optgroups"])))  # escaped below
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _groups(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> Iterator[str]:
    for name, members, _index in groups:
        options = "".join(
            f'<option value="{escape(str(option["value"]))}"{flatatt(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in members
        )
        yield f'<optgroup label="{conditional_escape(name)}">{options}</optgroup>' if name else options
