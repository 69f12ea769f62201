"""Rich text on a page, in a mail and on paper."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.richtext import clean_html, to_text

register = template.Library()

# Read far more often than written, and the outcome depends on the text alone.
_cleaned = lru_cache(maxsize=256)(clean_html)


@register.filter
def rich_text(value: str | None) -> SafeString:
    """Cleaned once more on its way out: what was stored before a rule changed is held to the rule of today."""
    return mark_safe(_cleaned(value or ""))  # cleaned in this line


@register.filter
def plain_text(value: str | None) -> str:
    """The same text without markup, for a mail."""
    return to_text(clean_html(value or ""))
