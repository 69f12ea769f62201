"""How it was worded in one paper after another, and what changed between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boards.panels import Panel
from recommendations.models import Wording
from recommendations.rules.wording import Piece, is_changed, word_changes
from recommendations.sections.reading import Reading

Part = tuple[str, tuple[Piece, ...]]


@dataclass(frozen=True)
class WordingShown:
    """One wording, with what its paper changed in the one before; ``parts`` are those that changed."""

    wording: Wording
    parts: Sequence[Part]


def section(reading: Reading) -> Panel | None:
    """Nothing as long as there is one wording only."""
    wordings = reading.recommendation.wordings_on_day
    if len(wordings) < 2:
        return None
    before: list[Wording | None] = [None, *wordings[:-1]]
    shown = [
        WordingShown(one, _changes(earlier, one) if earlier else ())
        for earlier, one in zip(before, wordings, strict=True)
    ]
    return Panel("recommendations/sections/wording.html", {"wordings": shown})


def _changes(before: Wording, after: Wording) -> list[Part]:
    compared = (
        ("What is asked", word_changes(before.title, after.title)),
        ("Explanation", word_changes(before.explanation, after.explanation)),
        ("What those who answer for it are asked to do", word_changes(before.task, after.task)),
    )
    return [(name, pieces) for name, pieces in compared if is_changed(pieces)]
