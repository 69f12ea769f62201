"""The bullets and numbers of word processors: read from the text that they put before a paragraph, made into lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text_blocks import Block, List, ListMark, Paragraph, Run, item_label, joined

# No bullet or number is longer; only so much of a paragraph is looked at.
LONGEST_MARK = 40
DEEPEST_LEVEL = 9

BULLETS = "·•▪●◦‣\uf0b7\uf0a7"
NUMBERED = re.compile(r"\(?(?P<number>\d{1,3})[.)]+", re.ASCII)
LETTERED = re.compile(r"\(?(?P<letter>[a-z])[.)]+", re.ASCII | re.IGNORECASE)
ROMAN = re.compile(r"\(?(?P<roman>[ivx]{1,5})[.)]+", re.ASCII | re.IGNORECASE)
OUTLINE = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})+[.)]*", re.ASCII)
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
# A bullet of Word's is one by itself; a letter o, a dash or a number only where Word's wide gap follows it.
TYPED_MARK = re.compile(rf"(?P<mark>[{BULLETS}])\s|(?P<gapped>[o§–-]|\d{{1,3}}[.)])(?:\t|\s\s)")
LISTED_MARK = re.compile(rf"(?P<mark>[{BULLETS}]|[o§–-](?=\s)|\d{{1,3}}[.)](?!\d)|[a-zA-Z][.)](?=\s))(?P<gapped>)")


@dataclass(frozen=True)
class Hint:
    """What the source says of a paragraph in a list: its level, and whether it can be nothing else."""

    level: int = 1
    is_certain: bool = False


def mark_of(label: str, *, level: int) -> ListMark | None:
    """The mark that a word processor keeps apart from the text; None for a number of an outline, such as “3.1”."""
    level = min(max(level, 1), DEEPEST_LEVEL)
    if OUTLINE.fullmatch(label):
        return None
    if match := NUMBERED.fullmatch(label):
        return ListMark(level, int(match["number"]), label=match["number"])
    # “i.” is the first of Roman numbers far more often than the ninth of letters.
    if (match := ROMAN.fullmatch(label)) and match["roman"].lower() not in ("v", "x"):
        roman = match["roman"]
        return ListMark(level, _roman_value(roman.lower()), "i" if roman.islower() else "I", label=roman)
    if match := LETTERED.fullmatch(label):
        letter = match["letter"]
        return ListMark(level, ord(letter.lower()) - ord("a") + 1, "a" if letter.islower() else "A", label=letter)
    if any(character.isalnum() for character in label) and len(label) > 1:
        return None
    return ListMark(level)


def _roman_value(roman: str) -> int:
    values = [ROMAN_DIGITS[one] for one in roman]
    following = [*values[1:], 0]
    return max(1, sum(-one if one < after else one for one, after in zip(values, following, strict=True)))


def mark_in(paragraph: Paragraph, *, label: str, lead: str, hint: Hint | None, in_list: bool) -> None:
    """Give the paragraph the mark that its source put before it, or write that in front where it is no list's.

    ``label`` is what a word processor keeps apart from the text, ``lead`` the beginning of the text as it came. What
    stands in a list already, or is a heading, gets no mark: a bullet is dropped there, a number stays as text.
    """
    level = hint.level if hint else 1
    is_free = not in_list and not paragraph.level
    if label:
        mark = mark_of(label, level=level)
        if mark is None or (not is_free and mark.is_ordered and not in_list):
            given = paragraph.runs[0].format._replace(href="")
            number = " ".join(label.split()).lstrip(f"{BULLETS} ")
            paragraph.runs = joined([Run(f"{number} ", given), *paragraph.runs])
        elif is_free:
            paragraph.mark = mark
    elif is_free:
        match = (LISTED_MARK if hint else TYPED_MARK).match(lead.lstrip()[:LONGEST_MARK])
        typed = (match["mark"] or match["gapped"]) if match else ""
        if typed and (mark := mark_of(typed, level=level)):
            paragraph.mark = mark
            without_mark(paragraph, typed)
        elif hint and hint.is_certain:
            paragraph.mark = ListMark(level)


def without_mark(paragraph: Paragraph, label: str) -> None:
    """Take the mark, which was found at the beginning of the text, out of the runs."""
    left = len(label)
    while left and paragraph.runs:
        run = paragraph.runs[0]
        if len(run.text) > left:
            paragraph.runs[0] = run._replace(text=run.text[left:])
            break
        left -= len(run.text)
        del paragraph.runs[0]
    while paragraph.runs:
        text = paragraph.runs[0].text.lstrip(" \n\u00a0")
        if text:
            paragraph.runs[0] = paragraph.runs[0]._replace(text=text)
            break
        del paragraph.runs[0]


def with_lists(blocks: Sequence[Block]) -> list[Block]:
    """Neighbouring paragraphs that carry marks become lists, each level a list in the item above it."""
    done: list[Block] = []
    # The lists that are open, outermost first, each with its level.
    opened: list[tuple[int, List]] = []
    for block in blocks:
        mark = block.mark if isinstance(block, Paragraph) else None
        if not isinstance(block, Paragraph) or mark is None:
            opened = []
            done.append(block)
            continue
        while opened and opened[-1][0] > mark.level:
            opened.pop()
        if opened and opened[-1][0] == mark.level and not _goes_on(opened[-1][1], mark):
            opened.pop()
        if not opened or opened[-1][0] < mark.level:
            fresh = List(mark.is_ordered, mark.number or 1, mark.style)
            (opened[-1][1].items[-1] if opened else done).append(fresh)
            opened.append((mark.level, fresh))
        opened[-1][1].items.append([Paragraph(block.runs)])
    return done


def _goes_on(items: List, mark: ListMark) -> bool:
    """Whether the paragraph is the list's next item: “v.” may be the fifth of Roman numbers or the 22nd letter."""
    if items.is_ordered != mark.is_ordered:
        return False
    return not mark.is_ordered or item_label(items, items.start + len(items.items)) == mark.label.lstrip("0")
