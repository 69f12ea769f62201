"""The way from a warning to where it is mended."""

from __future__ import annotations

from django import template

from actions.services.owners import contact_url as url_of
from meetings.services.contacts import Owner

register = template.Library()


@register.simple_tag
def contact_url(owner: Owner) -> str:
    return url_of(owner)
