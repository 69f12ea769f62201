"""Sources in words."""

from django import template

from boards.citation import cite
from boards.models import Partnership

register = template.Library()


@register.filter
def cited(source: str, partnership: Partnership) -> str:
    """``{{ body.source|cited:partnership }}``: the documents by their titles instead of their codes."""
    return cite(source, partnership.source_titles) if source else ""
