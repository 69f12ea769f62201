"""Addresses of the portal's own pages, for lists that link from every row and for what every page repeats."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=4096)
def address(name: str, *args: str | int) -> str:
    """``reverse``, remembered: a page's address does not change while the portal runs."""
    return reverse(name, args=args)
