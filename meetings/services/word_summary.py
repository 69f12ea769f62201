"""A summary that was written in Word: which part of it belongs into which box of the form."""

from __future__ import annotations

from collections import Counter

from core.fields import LONGEST_WITH_FORMATTING
from core.pasted_html import read_html
from core.richtext import clean_html
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
    parts: dict[str, list[Block]] = {name: [] for name in BOXES}
    at = "key_issues"
    for block in reading.blocks:
        named = _box_named(block)
        at = named or at
        if not named:
            parts[at].append(block)
    filled = dict(data)
    for name, blocks in parts.items():
        if blocks:
            filled[name] = clean_html(data.get(name, "")) + clean_html(as_html(_with_headings(blocks)))
        if len(filled.get(name, "")) > LONGEST_WITH_FORMATTING:
            raise FileRefused(TOO_LONG)
    return filled, word.left_out + reading.left_out


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
