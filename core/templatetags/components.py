"""What the templates in ``templates/components/`` need and the template language lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_filters import FilterSet
from django_tables2 import Table

from core.addresses import address
from core.fields import SearchableSelect
from core.tables import rows_of
from core.tags import tag

register = template.Library()
register.simple_tag(address)
register.simple_tag(tag)


@register.simple_block_tag
def text(content: SafeString) -> SafeString:
    """A text of several lines as one line: for an attribute, or by ``{% text as lede %}`` for an include."""
    return SafeString(" ".join(filter(None, map(str.strip, content.splitlines()))))


PLAIN_WIDGETS: dict[type[forms.Widget], str] = {
    forms.Select: "govuk-select",
    SearchableSelect: "govuk-select",
    forms.TextInput: "govuk-input",
}


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


@register.simple_tag
def filter_field(field: forms.BoundField) -> SafeString:
    """A field of a filter with its label; text boxes and lists of choices without the detour of a form's field."""
    css_class = PLAIN_WIDGETS.get(type(field.field.widget))
    if css_class is None or field.errors or field.help_text:
        return SafeString(as_crispy_field(field))
    own_class = field.field.widget.attrs.get("class", "")
    return format_html(
        '<div id="div_{0}" class="govuk-form-group"><label for="{0}" class="govuk-label">{1}</label>{2}</div>',
        field.id_for_label,
        field.label,
        field.as_widget(attrs={"class": f"{css_class} {own_class}".rstrip()}),
    )


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
    """The cells of each row of a table."""
    return rows_of(table)
