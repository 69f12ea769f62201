"""What changed between two wordings, word by word. Pure: no Django, no clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word or a mark of punctuation with the space before it, so that a text that goes on keeps its last word.
WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
# Plain English has some fifty; text that says the same word by the thousand would take minutes to compare.
MOST_PAIRS_FOR_A_WORD = 100


class PieceKind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stand in both wordings, in the earlier or in the later one only."""

    kind: PieceKind
    text: str


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """SC-5: kept and removed pieces make the earlier text, kept and added ones the later."""
    pieces = _pieces(WORD.findall(before), WORD.findall(after))
    return tuple(piece for piece in pieces if piece.text)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    later = Counter(after)
    pairs = sum(count * later[word] for word, count in Counter(before).items())
    if pairs > MOST_PAIRS_FOR_A_WORD * (len(before) + len(after)):
        yield from _whole(before, after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(PieceKind.KEPT, "".join(before[start:end]))
            continue
        yield Piece(PieceKind.REMOVED, "".join(before[start:end]))
        yield Piece(PieceKind.ADDED, "".join(after[new_start:new_end]))


def _whole(before: list[str], after: list[str]) -> Iterator[Piece]:
    """All that stands between the words that both begin and end with, as one change."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), shorter - start)
    yield Piece(PieceKind.KEPT, "".join(before[:start]))
    yield Piece(PieceKind.REMOVED, "".join(before[start : len(before) - end]))
    yield Piece(PieceKind.ADDED, "".join(after[start : len(after) - end]))
    yield Piece(PieceKind.KEPT, "".join(before[len(before) - end :]))


def is_changed(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.kind is not PieceKind.KEPT for piece in pieces)
