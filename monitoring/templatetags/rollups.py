"""Cells of the overview, in Python: a page has dozens of them, and an include costs more than what it says."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.charts import StackedBar
from monitoring.services.rollups import Count

register = template.Library()


@register.simple_tag
def linked_counts(counts: Iterable[Count], list_url: str) -> SafeString:
    """Parts of a number in words, each a link to the list of just its rows."""
    links = format_html_join(
        "",
        '<a class="govuk-link" href="{}{}"\n  >{}&nbsp;{}</a>',
        ((list_url, count.query, count.label, count.number) for count in counts),
    )
    return format_html('<span class="app-rollups__counts">{}</span>', links)


@register.simple_tag
def bar_parts(chart: StackedBar, patterns: str) -> SafeString:
    """The parts of a bar; ``patterns`` begins the name of each pattern that the table defines."""
    drawn = []
    for part in chart.drawn:
        place = (part.x, part.width)
        drawn.append((*place, format_html('fill="{}" stroke="#ffffff"', part.look.fill)))
        if part.look.pattern != "plain":
            drawn.append((*place, format_html('fill="url(#{}-{})"', patterns, part.look.pattern)))
    return format_html_join("\n", '<rect x="{}%" width="{}%" height="12" {} />', drawn)
