"""Rich text on a page, in a mail and on paper: cleaned once more each time that it is shown."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.richtext import clean_html, to_text

register = template.Library()


@register.filter
def rich_text(value: str | None) -> SafeString:
    """Stored rich text as HTML; whatever is not allowed in it is taken out again here."""
    return mark_safe(clean_html(value or ""))


@register.filter
def plain_text(value: str | None) -> str:
    """Stored rich text as plain text, for the text part of a mail."""
    return to_text(clean_html(value or ""))


@register.filter
def as_frozen(html: str) -> SafeString:
    """HTML that the portal's own templates made and that was then stored unchanged, such as a published report."""
    return mark_safe(html)
