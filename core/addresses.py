"""Addresses of the portal's own pages, for lists that link from every row and for what every page repeats; and the part
of an address that a record makes from its name."""

from functools import lru_cache
from itertools import chain, count
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify

LONGEST_CODE = 60
# What stands in addresses beside a record's own.
RESERVED = frozenset(("add", "all"))


@lru_cache(maxsize=4096)
def address(name: str, *args: str | int) -> str:
    """``reverse``, remembered: a page's address does not change while the portal runs."""
    return reverse(name, args=args)


def free_code(records: QuerySet[Any], name: str, *, otherwise: str) -> str:
    """A ``code`` that none of the records has: “parking”, else “parking-2”; ``otherwise`` where the name has no letter.

    The caller holds the lock under which such records are added.
    """
    stem = slugify(name)[:LONGEST_CODE].strip("-") or otherwise
    short = stem[: LONGEST_CODE - 6]
    taken = RESERVED | set(records.filter(code__startswith=short).values_list("code", flat=True))
    return next(code for code in chain([stem], (f"{short}-{n}" for n in count(2))) if code not in taken)
