"""From what somebody typed to words that both databases understand alike, and to the place where they stand.

Text and question are cut into words in the same way here, so that the database's own reading of hyphens, addresses
or quotation marks never matters, and nothing that is typed can be an operator.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
# What some write as one word: O’Brien, re-offending, co-ordination.
JOINED = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")
PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
LONGEST_QUESTION = 200
LONGEST_WORD = 60
MOST_TERMS = 12
MOST_CHARACTERS = 200_000
# How alike two words must begin to be shown as the same: “meeting” and “meetings”.
ALIKE = 4
BEFORE_HIT, EXCERPT = 60, 240
# A sentence that is longer is cut.
LONGEST_SENTENCE = 360
# What ends a sentence, what may follow that, what may stand before the next, and how long the last word must be.
STOPS, CLOSING, OPENING, SHORTEST_END = (".", "!", "?"), "\"'’”)]", "\"'‘“([", 3
ENDS = (*STOPS, ":", ";", ",")
LIST_MARKS = " \t-–•>*"
# Stands between two lines that are no sentences.
BETWEEN = " · "
# How long a word must be for a wrong letter, and for two, to be forgiven.
ONE_WRONG, TWO_WRONG = 4, 7


def words_of(text: str) -> list[str]:
    """The words of a text, without case and accents."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return [word[:LONGEST_WORD] for word in WORD.findall(plain)]


def indexed(*texts: str) -> str:
    """What is kept of a thing for the index: its words, one space apart, and at the end those that may be written as
    one: “re offending reoffending”.
    """
    text = "\n".join(texts)[:MOST_CHARACTERS]
    parts = [words_of(found.group()) for found in JOINED.finditer(text)]
    return " ".join([*words_of(text), *("".join(words)[:LONGEST_WORD] for words in parts if len(words) > 1)])


def wrong_letters(word: str) -> int:
    """In how many letters a word of the index may differ from the one that was typed, to be meant by it."""
    return 0 if len(word) < ONE_WRONG else 1 if len(word) < TWO_WRONG else 2


@dataclass(frozen=True)
class Term:
    """Words that must follow each other; of the last one, only the beginning need be there if ``is_prefix``."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words, and all of them as one: “re-offending” finds “reoffending” too."""
        return (self.words, ("".join(self.words)[:LONGEST_WORD],)) if len(self.words) > 1 else (self.words,)


def terms_of(question: str) -> tuple[Term, ...]:
    """All of these must be found. What stands in quotation marks is one term; a word still being typed is a prefix."""
    question = question[:LONGEST_QUESTION].replace("“", '"').replace("”", '"')
    found = [(tuple(words_of(phrase or word)), bool(word)) for phrase, word in PHRASE_OR_WORD.findall(question)]
    terms = [Term(words) for words, _ in found if words][:MOST_TERMS]
    is_word = [is_word for words, is_word in found if words][:MOST_TERMS]
    if terms and is_word[-1]:
        terms[-1] = Term(terms[-1].words, is_prefix=True)
    return tuple(terms)


def as_question(terms: Iterable[Term]) -> str:
    """As somebody could have typed it."""
    return " ".join(f'"{" ".join(term.words)}"' if len(term.words) > 1 else term.words[0] for term in terms)


def as_fts5(terms: Iterable[Term], *, in_title: bool = False) -> str:
    """The question for SQLite: each term in quotation marks, which no word contains."""
    asked = []
    for term in terms:
        ending = " *" if term.is_prefix else ""
        asked.append(" OR ".join(f'"{" ".join(words)}"{ending}' for words in term.spellings))
    question = " AND ".join(f"({one})" for one in asked)
    return f"title_words : ({question})" if in_title else question


def as_tsquery(terms: Iterable[Term], *, in_title: bool = False) -> str:
    """The question for PostgreSQL: each word in quotation marks, which no word contains. Titles have the weight A."""
    weight = "A" if in_title else ""
    asked = []
    for term in terms:
        ending = f"*{weight}" if term.is_prefix else weight
        asked.append(" | ".join(_followed(words, weight, ending) for words in term.spellings))
    return " & ".join(f"({one})" for one in asked)


def _followed(words: tuple[str, ...], weight: str, ending: str) -> str:
    marks = [*[weight] * (len(words) - 1), ending]
    quoted = [f"'{word}'{':' if mark else ''}{mark}" for word, mark in zip(words, marks, strict=True)]
    return f"({' <-> '.join(quoted)})"


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``is_hit`` marks a word that was asked for."""

    text: str
    is_hit: bool = False


def marked(text: str, terms: Iterable[Term]) -> list[Piece]:
    """The text, in pieces: each word that was asked for is one of its own."""
    return _pieces(text, _hits(text, _asked(terms)))


def snippet(text: str, terms: Iterable[Term]) -> list[Piece]:
    """Whole sentences, in pieces: the one with the most of what was asked for, and those after it as long as they fit.

    The beginning of the text where nothing of it was asked for. A sentence that is too long by itself is cut between
    words, around the first of those that were asked for.
    """
    asked = _asked(terms)
    sentences = sentences_of(text)
    found = [list(_hits(sentence, asked)) for sentence in sentences]
    if not sentences:
        return []
    # Of equals the first.
    best = max(range(len(sentences)), key=lambda at: (len(_kinds(sentences[at], found[at])), -at))
    if len(sentences[best]) > LONGEST_SENTENCE:
        return _cut(sentences[best], found[best])
    pieces, length = _pieces(sentences[best], found[best]), len(sentences[best])
    for at in range(best + 1, len(sentences)):
        length += len(BETWEEN) + len(sentences[at])
        if length > EXCERPT:
            break
        between = " " if sentences[at - 1].endswith(ENDS) else BETWEEN
        pieces += [Piece(between), *_pieces(sentences[at], found[at])]
    return pieces


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, on one line each; marks of lists and quotations before them are left out.

    A sentence ends with its line, or with a full stop, question or exclamation mark before a capital letter; not after
    “Mr.”, “No.”, a number or an initial.
    """
    sentences = []
    for line in text.splitlines():
        words = line.lstrip(LIST_MARKS).split()
        begin = 0
        for at, word in enumerate(words[:-1], start=1):
            if _ends(word) and _is_capital(words[at]):
                sentences.append(" ".join(words[begin:at]))
                begin = at
        if words[begin:]:
            sentences.append(" ".join(words[begin:]))
    return sentences


def _ends(word: str) -> bool:
    bare = word.rstrip(CLOSING).lstrip(OPENING)
    return bare.endswith(STOPS) and (len(bare) > SHORTEST_END or bare[0].islower())


def _is_capital(word: str) -> bool:
    letter = word.lstrip(OPENING)[:1]
    return letter.isupper() or letter.isdigit()


def _asked(terms: Iterable[Term]) -> list[str]:
    return [word for term in terms for words in term.spellings for word in words]


def _kinds(sentence: str, hits: Iterable[tuple[int, int]]) -> set[str]:
    """Which words they are, by their beginnings: a sentence that says one thing thrice says no more than one that says
    it once.
    """
    return {"".join(words_of(sentence[begin:stop]))[:ALIKE] for begin, stop in hits}


def _pieces(text: str, hits: Iterable[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for begin, stop in hits:
        pieces += [Piece(text[at:begin]), Piece(text[begin:stop], is_hit=True)]
        at = stop
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def _cut(sentence: str, hits: Sequence[tuple[int, int]]) -> list[Piece]:
    """About as much of a long sentence as fits, from shortly before the first hit."""
    first = hits[0][0] if hits else 0
    start = 0 if first <= BEFORE_HIT else sentence.rfind(" ", 0, first - BEFORE_HIT) + 1
    end = len(sentence) if len(sentence) <= start + EXCERPT else sentence.rfind(" ", start, start + EXCERPT)
    end = end if end > start else min(len(sentence), start + EXCERPT)
    inside = [(begin - start, stop - start) for begin, stop in hits if begin >= start and stop <= end]
    before, after = ([Piece("…")] if start else []), ([Piece("…")] if end < len(sentence) else [])
    return [*before, *_pieces(sentence[start:end], inside), *after]


def _hits(text: str, asked: list[str]) -> Iterator[tuple[int, int]]:
    """Where words that were asked for begin and end; “O’Brien” as a whole where “obrien” was."""
    for found in JOINED.finditer(text):
        if _is_asked(found.group(), asked):
            yield found.span()
        else:
            parts = WORD.finditer(text, found.start(), found.end())
            yield from (part.span() for part in parts if _is_asked(part.group(), asked))


def _is_asked(word: str, asked: Iterable[str]) -> bool:
    folded = "".join(words_of(word))
    return any(_are_alike(folded, one) for one in asked)


def _are_alike(word: str, asked: str) -> bool:
    if word.startswith(asked):
        return True
    # The databases find “meeting” by “meetings”: the ends of longer words are not compared.
    shorter = min(len(word), len(asked))
    return shorter > ALIKE and word[: max(ALIKE, shorter - 2)] == asked[: max(ALIKE, shorter - 2)]
