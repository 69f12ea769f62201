"""A summary that was written elsewhere: which part of it belongs into which box of the form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.fields import LONGEST_WITH_FORMATTING
from core.pasted_html import read_html
from core.richtext import clean, clean_html
from core.rules.file_types import FileRefused
from core.rules.text import compare_key
from core.text_blocks import Block, Paragraph, as_html
from core.word_files import TOO_LONG, WordText

BOXES = ("key_issues", "decisions")
# Headings below which a summary has its decisions, and those that lead back to the key issues.
DECISIONS = frozenset({"decision", "decisions", "decisions made", "decisions taken", "key decisions"})
KEY_ISSUES = frozenset({"key issue", "key issues", "key issues discussed", "issues", "issues discussed"})
HIGHEST, LOWEST = 3, 4


def fill_from_word(data: dict[str, str], word: WordText) -> tuple[dict[str, str], Counter[str]]:
    """The draft with the file's text after what is typed already, and what of the file was left out.

    What stands below a heading “Decisions” goes there, all else to the key issues. Raises ``FileRefused``.
    """
    reading = read_html(word.html)
    filled = dict(data)
    for name, blocks in _parted(reading.blocks, box="key_issues").items():
        if blocks:
            filled[name] = clean_html(data.get(name, "")) + clean_html(as_html(_with_headings(blocks)))
        if len(filled.get(name, "")) > LONGEST_WITH_FORMATTING:
            raise FileRefused(TOO_LONG)
    return filled, word.left_out + reading.left_out


@dataclass(frozen=True)
class Sorting:
    """A draft sorted by its headings: what was left out of the texts that changed, and whether any text moved."""

    data: dict[str, str]
    left_out: Counter[str]
    has_moved: bool


def sort_by_headings(data: dict[str, str]) -> Sorting:
    """A whole document pasted into one box goes into both, as a Word file does; a box's own name is not repeated."""
    as_typed = Sorting(data, Counter(), has_moved=False)
    if any(len(data.get(name, "")) > LONGEST_WITH_FORMATTING for name in BOXES):
        return as_typed  # the form refuses it
    cleaned = {name: clean(data.get(name, "")) for name in BOXES}
    blocks = {name: read_html(cleaned[name].html).blocks for name in BOXES}
    if all(not _box_named(block) for name in BOXES for block in blocks[name]):
        return as_typed
    parts = {name: _parted(blocks[name], box=name) for name in BOXES}
    key_issues, decisions = parts["key_issues"], parts["decisions"]
    sorted_data = data | {
        "key_issues": as_html(_with_headings(key_issues["key_issues"] + decisions["key_issues"])),
        "decisions": as_html(_with_headings(decisions["decisions"] + key_issues["decisions"])),
    }
    left_out = sum((Counter(text.left_out) for text in cleaned.values()), Counter[str]())
    return Sorting(sorted_data, left_out, has_moved=bool(key_issues["decisions"] or decisions["key_issues"]))


def _parted(blocks: list[Block], *, box: str) -> dict[str, list[Block]]:
    """What belongs into each box, of a text that begins in ``box``. A heading that says no more than that is dropped:
    it leads to the other box, or has nothing above it but headings.
    """
    parts: dict[str, list[Block]] = {name: [] for name in BOXES}
    at = box
    for block in blocks:
        named = _box_named(block)
        if named and (named != at or all(_is_heading(one) for one in parts[at])):
            at = named
        else:
            parts[at].append(block)
    return parts


def _box_named(block: Block) -> str:
    """The box that a heading, or a line in bold, names; empty for anything else."""
    if not isinstance(block, Paragraph) or not (block.level or block.is_bold):
        return ""
    words = compare_key(block.text).strip(" :.0123456789")
    return "decisions" if words in DECISIONS else "key_issues" if words in KEY_ISSUES else ""


def _with_headings(blocks: list[Block]) -> list[Block]:
    """Where the heading above them is gone, the headings below it are the highest."""
    headings = [one for one in blocks if isinstance(one, Paragraph) and one.level]
    if headings and all(one.level == LOWEST for one in headings):
        for one in headings:
            one.level = HIGHEST
    return blocks


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.level > 0
