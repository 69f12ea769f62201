"""What changed between two wordings, word by word. Pure: no Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word or a mark of punctuation with the space before it, so that a text that goes on keeps its last word.
WORD = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")


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
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(PieceKind.KEPT, "".join(before[start:end]))
            continue
        yield Piece(PieceKind.REMOVED, "".join(before[start:end]))
        yield Piece(PieceKind.ADDED, "".join(after[new_start:new_end]))


def is_changed(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.kind is not PieceKind.KEPT for piece in pieces)
