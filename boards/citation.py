"""Where a fact comes from, in words: ``000 s6.9-6.11; 002 row 3`` names documents by code and paragraphs by letter."""

import re
from collections.abc import Mapping

PARAGRAPHS = re.compile(r"\bs(\d+\.\d+)(?:-(\d+\.\d+))?")
SECTION = re.compile(r"\bs(\d+)\b(?!\.\d)")
WHOLE = "throughout"


def cite(source: str, titles: Mapping[str, str]) -> str:
    """The source with each document's title for its code, and "paragraph 6.9" for ``s6.9``.

    ``titles`` maps the codes of the partnership's documents to their titles. What is no known code stays as it is.
    """
    return "; ".join(_cite_one(part.strip(), titles) for part in source.split(";"))


def cites(source: str, code: str) -> bool:
    """Whether the source names the document of that code."""
    return code in {part.strip().partition(" ")[0] for part in source.split(";")}


def _cite_one(part: str, titles: Mapping[str, str]) -> str:
    code, _, place = part.partition(" ")
    title = titles.get(code)
    if title is None:
        return part
    return f"{title}, {_place_in_words(place)}" if place and place != WHOLE else title


def _place_in_words(place: str) -> str:
    numbered = PARAGRAPHS.sub(lambda found: _paragraphs(found[1], found[2]), place)
    return SECTION.sub(r"section \1", numbered)


def _paragraphs(first: str, last: str | None) -> str:
    return f"paragraphs {first} to {last}" if last else f"paragraph {first}"
