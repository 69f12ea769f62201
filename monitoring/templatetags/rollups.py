"""Cells of the overview, in Python: a page has dozens of them, and an include costs more than what it says."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core.charts import StackedBar
from monitoring.services.rollups import Count, Rollup

register = template.Library()


@register.simple_tag
def linked_counts(counts: Iterable[Count], list_url: str) -> SafeString:
    """Parts of a number in words, each a link to the list of just its rows."""
    links = (_link(list_url, count.query, f"{count.number}\N{NO-BREAK SPACE}{count.label}") for count in counts)
    return format_html(
        '<span class="app-rollups__counts">{}</span>', format_html_join("", "{}", ((link,) for link in links))
    )


@register.simple_tag
def linked_number(count: Count, list_url: str, words: str) -> SafeString:
    """A number that leads to its rows, with words for people who hear it; nought leads nowhere."""
    if not count.number:
        return format_html("{}", 0)
    return _link(list_url, count.query, str(count.number), f" {words}")


@register.simple_tag
def time_cell(rollup: Rollup) -> SafeString:
    if not rollup.time_words:
        return format_html('<span class="app-muted">{}</span>', rollup.time_note)
    return format_html('{}<span class="app-rollups__note">{}</span>', capfirst(rollup.time_words), rollup.time_note)


@register.simple_tag
def silent_cell(rollup: Rollup, list_url: str) -> SafeString:
    """RU-2: the share of the open ones, with how many they are, and of how many it cannot be told."""
    silent, undated = rollup.silent, rollup.undated
    if not rollup.open.number:
        return format_html('<span class="app-muted">{}</span>', "None open")
    words = f"{silent.number} of {rollup.open.number} open"
    notes = [_link(list_url, silent.query, words) if silent.number else words]
    if undated.number:
        notes.append(_link(list_url, undated.query, f"{undated.number} more: date not known"))
    shown = format_html_join("", '<span class="app-rollups__note">{}</span>', ((note,) for note in notes))
    return format_html("{}%\n{}", rollup.silent_share, shown)


@lru_cache(maxsize=2000)
def _link(list_url: str, query: str, words: str, heard: str = "") -> SafeString:
    hidden = format_html('<span class="govuk-visually-hidden">{}</span>', heard) if heard else ""
    return format_html('<a class="govuk-link" href="{}{}"\n  >{}{}</a>', list_url, query, words, hidden)


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
