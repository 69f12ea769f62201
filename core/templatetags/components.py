"""What the templates in ``templates/components/`` need and the template language lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_filters import FilterSet
from django_tables2 import Table

register = template.Library()


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """One filter that is switched on: what it filters, by what, and the address of the page without it."""

    label: str
    value: str
    clear_url: str


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_with(context: Context, name: str, value: object = None) -> str:
    """The page's query string with one parameter replaced, or left out when the value is None."""
    query = context["request"].GET.copy()
    if value is None:
        query.pop(name, None)
    else:
        query[name] = str(value)
    return _address(query)


@register.simple_tag(takes_context=True)
def other_parameters(context: Context, *names: str) -> list[tuple[str, str]]:
    """Parameters of the page's address, save the named ones: a GET form repeats them as hidden fields."""
    query: QueryDict = context["request"].GET
    return [(name, value) for name in query if name not in names for value in query.getlist(name)]


@register.simple_tag
def page_links(page: Page[Any]) -> list[int | None]:
    """First, last, and the neighbours of this page; None stands for the pages left out."""
    paginator = page.paginator
    return [
        number if isinstance(number, int) else None
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.simple_tag(takes_context=True)
def active_filters(context: Context, filterset: FilterSet) -> list[ActiveFilter]:
    """The filters of a django-filter set that are switched on, in words."""
    form = filterset.form
    if not form.is_bound or not form.is_valid():
        return []
    return list(_active(form, context["request"].GET))


def _active(form: forms.Form, query: QueryDict) -> Iterator[ActiveFilter]:
    for name in form.fields:
        bound = form[name]
        if bound.is_hidden:
            continue
        for raw in query.getlist(bound.html_name):
            if not raw.strip():
                continue
            rest = query.copy()
            rest.setlist(bound.html_name, [other for other in query.getlist(bound.html_name) if other != raw])
            rest.pop("page", None)
            yield ActiveFilter(label=str(bound.label), value=_in_words(bound, raw), clear_url=_address(rest))


def _in_words(bound: forms.BoundField, raw: str) -> str:
    if isinstance(bound.field, forms.BooleanField):
        return "yes"
    for value, label in getattr(bound.field, "choices", ()):
        options = label if isinstance(label, (list, tuple)) else [(value, label)]
        for option, words in options:
            if str(option) == raw:
                return str(words)
    return raw


@register.simple_tag
def table_rows(table: Table) -> Iterator[SafeString]:
    """The cells of each row of a table.

    Put together here and not by the template engine, which takes twice as long for a page of 25 rows.
    """
    openings = [_opening(column, in_cards=table.attrs.get("cards", False)) for column in table.columns]
    for row in table.paginated_rows:
        cells = zip(openings, (localize(cell) for cell in row.cells), strict=True)
        yield format_html_join("", "{}{}</td>", cells)


def _opening(column: Any, *, in_cards: bool) -> SafeString:
    label = format_html(' data-label="{}"', column.header) if in_cards else ""
    own_class = column.column.attrs.get("td", {}).get("class", "")
    return format_html('<td class="{}"{}>', f"govuk-table__cell {own_class}".rstrip(), label)
