"""Decisions as records: a row for each item or paragraph of what a summary says was decided.

They live in ``summaries``, not in an app of their own: publication writes them in its own transaction, from its own
text, and nothing else ever does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import F
from rapidfuzz import fuzz

from core.richtext import to_blocks
from core.rules.text import compare_key
from core.text_blocks import Block, Format, List, Paragraph, Run, as_html, as_text
from summaries.models import Decision, SummaryVersion

# What follows the hundredth goes with it, so that no text makes more rows than people read.
MOST = 100
# A heading, or the words before a list, that are longer than this introduce nothing.
LONGEST_LEAD = 300
# How alike two texts are, of 100, to be one decision in other words; compared by their beginnings.
ALIKE, COMPARED = 70, 500
NOTHING_DECIDED = frozenset(
    {"none", "nil", "no decisions", "no decisions made", "no decisions taken", "no decisions were made"}
    | {"no decisions were taken", "no decision was made", "no decision was taken", "none made", "none taken"}
)


@dataclass(frozen=True)
class Stated:
    """A decision as a summary states it: clean HTML, and plain text."""

    html: str
    text: str


def decisions_in(html: str) -> list[Stated]:
    """Each item of a list, and each paragraph outside of one; what else there is belongs to the one before it.

    A heading stands before each decision below it, and so do the words that a list follows after a colon.
    """
    blocks = to_blocks(html)
    heading = lead = ""
    parts: list[tuple[str, list[Block]]] = []
    begins = True
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Paragraph) and block.level and len(block.text) <= LONGEST_LEAD:
            heading, begins = _words(block).rstrip(":"), True
        elif isinstance(block, Paragraph) and isinstance(following, List) and _leads(block):
            lead, begins = _words(block).rstrip(":"), True
        elif isinstance(block, List):
            before = ": ".join(filter(None, (heading, lead)))
            parts += [(before, item) for item in block.items]
            lead, begins = "", False
        elif isinstance(block, Paragraph) or begins:
            parts.append((heading, [block]))
            begins = False
        else:
            parts[-1][1].append(block)
    if len(parts) > MOST:
        parts[MOST - 1 :] = [(parts[MOST - 1][0], [block for _, part in parts[MOST - 1 :] for block in part])]
    stated = (_stated(before, part) for before, part in parts)
    return [one for one in stated if one.text and compare_key(one.text).strip(" .") not in NOTHING_DECIDED]


def _leads(paragraph: Paragraph) -> bool:
    words = _words(paragraph)
    return words.endswith(":") and len(words) <= LONGEST_LEAD


def _words(paragraph: Paragraph) -> str:
    return " ".join(paragraph.text.split())


def _stated(before: str, part: list[Block]) -> Stated:
    text = as_text(part).strip()
    if not (before and text):
        return Stated(as_html(part), text)
    return Stated(as_html([Paragraph([Run(f"{before}:", Format())]), *part]), f"{before}: {text}")


def record_decisions(version: SummaryVersion) -> None:
    """Make the meeting's decisions those that the version states, in its order.

    One that says the same, or about the same, as before stays the same record, and keeps its address; also one that an
    earlier correction had taken out. One that the version does not state is withdrawn.
    """
    meeting = version.summary.meeting
    rows = Decision.objects.filter(meeting=meeting)
    known = list(rows.order_by(F("withdrawn_at").desc(nulls_first=True), "position", "pk"))
    stated = decisions_in(version.decisions)
    same = same_decisions([one.text for one in stated], [one.text for one in known])
    for place, one in enumerate(stated):
        decision = known[same[place]] if place in same else Decision(meeting=meeting)
        decision.version, decision.position, decision.withdrawn_at = version, place + 1, None
        decision.html, decision.text = one.html, one.text
        decision.save()
    kept = set(same.values())
    for place, decision in enumerate(known):
        if place not in kept and decision.withdrawn_at is None:
            decision.withdrawn_at = version.published_at
            decision.save(update_fields=["withdrawn_at"])


def same_decisions(stated: Sequence[str], known: Sequence[str]) -> dict[int, int]:
    """Which of the texts is which of those known, by their places: first those that are equal, then the most alike."""
    keys = [compare_key(text)[:COMPARED] for text in stated]
    known_keys = [compare_key(text)[:COMPARED] for text in known]
    free: dict[str, list[int]] = defaultdict(list)
    for place in range(len(known) - 1, -1, -1):
        free[known_keys[place]].append(place)
    same = {place: free[key].pop() for place, key in enumerate(keys) if free[key]}
    left = [place for place in range(len(keys)) if place not in same][:MOST]
    others = sorted(place for places in free.values() for place in places)[:MOST]
    alike = sorted(
        (-score, place, other)
        for place in left
        for other in others
        if (score := fuzz.ratio(keys[place], known_keys[other], score_cutoff=ALIKE))
    )
    taken = set(same.values())
    for _, place, other in alike:
        if place not in same and other not in taken:
            same[place] = other
            taken.add(other)
    return same
