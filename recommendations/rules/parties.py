"""When two names are one party, and when two may be. Pure: no Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.rules.names import look_alike as names_alike
from core.rules.text import compare_key, one_line

# “Policy and Strategy staff” and “Policy and Strategy support” are one party; elected members are a party of their own.
OF_A_PARTY = re.compile(r"(?<!^elected) (?:staff|support|members)$", re.IGNORECASE)


def party_name(printed: str) -> str:
    """SC-6: the name of the party that is printed so: “Policy and Strategy” for “Policy and Strategy staff”."""
    return OF_A_PARTY.sub("", one_line(printed))


def party_key(printed: str) -> str:
    """SC-6: two printed names are one party if their keys are (I-4)."""
    return compare_key(party_name(printed))


def look_alike(printed: str, names: Iterable[str]) -> str | None:
    """SC-6: the first of the names that is another party, but that a reader may take for the same."""
    return names_alike(printed, names, key=party_key)
