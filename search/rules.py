"""From what somebody typed to words that both databases understand alike, and to the place where they stand.

Text and question are cut into words in the same way here, so that the database's own reading of hyphens, addresses
or quotation marks never matters, and nothing that is typed can be an operator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
LONGEST_QUESTION = 200
LONGEST_WORD = 60
MOST_TERMS = 12
MOST_CHARACTERS = 200_000
# How alike two words must begin to be shown as the same: “meeting” and “meetings”.
ALIKE = 4
BEFORE_HIT, EXCERPT = 60, 240


def words_of(text: str) -> list[str]:
    """The words of a text, without case and accents."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return [word[:LONGEST_WORD] for word in WORD.findall(plain)]


def indexed(*texts: str) -> str:
    """What is kept of a thing for the index: its words, one space apart."""
    return " ".join(words_of("\n".join(texts)[:MOST_CHARACTERS]))


@dataclass(frozen=True)
class Term:
    """Words that must follow each other; of the last one, only the beginning need be there if ``is_prefix``."""

    words: tuple[str, ...]
    is_prefix: bool = False


def terms_of(question: str) -> tuple[Term, ...]:
    """All of these must be found. What stands in quotation marks is one term; a word still being typed is a prefix."""
    question = question[:LONGEST_QUESTION].replace("“", '"').replace("”", '"')
    found = [(tuple(words_of(phrase or word)), bool(word)) for phrase, word in PHRASE_OR_WORD.findall(question)]
    terms = [Term(words) for words, _ in found if words][:MOST_TERMS]
    is_word = [is_word for words, is_word in found if words][:MOST_TERMS]
    if terms and is_word[-1]:
        terms[-1] = Term(terms[-1].words, is_prefix=True)
    return tuple(terms)


def as_fts5(terms: Iterable[Term]) -> str:
    """The question for SQLite: each term in quotation marks, which no word contains."""
    return " AND ".join(f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}' for term in terms)


def as_tsquery(terms: Iterable[Term]) -> str:
    """The question for PostgreSQL: each word in quotation marks, which no word contains."""
    return " & ".join(_followed(term) for term in terms)


def _followed(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    if term.is_prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; ``is_hit`` marks a word that was asked for."""

    text: str
    is_hit: bool = False


def excerpt(text: str, terms: Iterable[Term]) -> list[Piece]:
    """The part of the text around the first hit, in pieces; its beginning where no word of it was asked for."""
    asked = [word for term in terms for word in term.words]
    hits = [found.span() for found in WORD.finditer(text) if _is_asked(found.group(), asked)]
    first = hits[0][0] if hits else 0
    start = 0 if first <= BEFORE_HIT else _word_start(text, first - BEFORE_HIT)
    end = min(len(text), start + EXCERPT)
    pieces, at = [Piece("…")] if start else [], start
    for begin, stop in hits:
        if begin < start or stop > end:
            continue
        pieces += [Piece(text[at:begin]), Piece(text[begin:stop], is_hit=True)]
        at = stop
    pieces.append(Piece(text[at:end]))
    if end < len(text):
        pieces.append(Piece("…"))
    return [piece for piece in pieces if piece.text]


def _word_start(text: str, place: int) -> int:
    space = text.find(" ", place)
    return place if space < 0 else space + 1


def _is_asked(word: str, asked: Iterable[str]) -> bool:
    folded = "".join(words_of(word))
    return any(_are_alike(folded, one) for one in asked)


def _are_alike(word: str, asked: str) -> bool:
    if word.startswith(asked):
        return True
    # The databases find “meeting” by “meetings”: the ends of longer words are not compared.
    shorter = min(len(word), len(asked))
    return shorter > ALIKE and word[: max(ALIKE, shorter - 2)] == asked[: max(ALIKE, shorter - 2)]
