"""HTML that was stored as it was shown."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def as_frozen(html: str) -> SafeString:
    """What the portal's own templates made, and a publication froze. Never for anything that a person typed."""
    return mark_safe(html)
