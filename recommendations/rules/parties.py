"""When two names are one party, and when two may be. Pure: no Django, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from core.rules.text import compare_key, one_line

# “Policy and Strategy staff” and “Policy and Strategy support” are one party; elected members are a party of their own.
OF_A_PARTY = re.compile(r"(?<!^elected) (?:staff|support|members)$", re.IGNORECASE)
# Letters of other alphabets that look like Latin ones.
SEEMING = str.maketrans("аеорсухіјѕһԁԛԝαονρτικ", "aeopcyxijshdqwaovptik")
SMALL_WORDS = frozenset(("the", "of", "for"))


def party_name(printed: str) -> str:
    """SC-6: the name of the party that is printed so: “Policy and Strategy” for “Policy and Strategy staff”."""
    return OF_A_PARTY.sub("", one_line(printed))


def party_key(printed: str) -> str:
    """SC-6: two printed names are one party if their keys are (I-4)."""
    return compare_key(party_name(printed))


def look_alike(printed: str, names: Iterable[str]) -> str | None:
    """SC-6: the first of the names that is another one by its key, but that a reader may take for the same."""
    key, seeming = party_key(printed), _seeming(printed)
    return next((name for name in names if party_key(name) != key and _seeming(name) == seeming), None)


def _seeming(printed: str) -> str:
    """The name without accents, punctuation and small words, and in Latin letters where others look like them."""
    plain = unicodedata.normalize("NFKD", party_key(printed).replace("&", " and ").translate(SEEMING))
    letters = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    words = [word for word in letters.split() if word not in SMALL_WORDS]
    # “Chief Executives” and “Chief Executive” are told apart by nobody.
    return "".join(word.removesuffix("s") for word in words)
