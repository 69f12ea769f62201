"""A status in words, as pages, papers and mails show it."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString


# A portal has some fifty statuses, and a list shows one in each row. Typed, or words that are safe as they are and the
# same words from a person would be taken for each other.
@lru_cache(maxsize=512, typed=True)
def tag(text: str, tone: str = "") -> SafeString:
    """The words on their tone: grey (the default), blue, green, amber, red or purple."""
    return format_html('<strong class="app-tag app-tag--{}">{}</strong>', tone or "grey", text)
