"""When two names may mean one and the same. Pure: no Django, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from core.rules.text import compare_key

# Letters of other alphabets that look like Latin ones.
SEEMING = str.maketrans("аеорсухіјѕһԁԛԝαονρτικ", "aeopcyxijshdqwaovptik")
SMALL_WORDS = frozenset(("the", "of", "for"))


def look_alike(name: str, names: Iterable[str], *, key: Callable[[str], str] = compare_key) -> str | None:
    """SC-6: the first of the names that is another one by its ``key``, but that a reader may take for the same."""
    own, seeming = key(name), _seeming(key(name))
    return next((known for known in names if key(known) != own and _seeming(key(known)) == seeming), None)


def _seeming(key: str) -> str:
    """The name without accents, punctuation, blanks and small words, in Latin letters where others look like them."""
    plain = unicodedata.normalize("NFKD", key.replace("&", " and ").translate(SEEMING))
    letters = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    words = [word for word in letters.split() if word not in SMALL_WORDS]
    # “Chief Executives” and “Chief Executive” are told apart by nobody.
    return "".join(word.removesuffix("s") for word in words)
