"""HTML of whatever origin, read into blocks: one parse into a tree, one walk over it, linear in its length.

Known are Word, LibreOffice, Google Docs, our own editor and what people type without one. What is not text of the
document, or was deleted in it, is left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from core.pasted_elements import (
    CELLS,
    COMMENT_REFERENCE,
    FIGURES,
    HEADINGS,
    LIST_STYLES,
    LISTS,
    OBJECTS,
    PARAGRAPHS,
    WIDEST_SPAN,
    Element,
    Item,
    State,
    finished_table,
    items_with_text,
    number_in,
    with_two_levels,
)
from core.rules.text import clean_text
from core.text_blocks import BREAK, Block, Cell, List, Paragraph, Quote, Run, Table, joined
from core.word_lists import Hint, mark_in, with_lists

# Lists in lists and quotations in quotations: Word has nine levels. What stands deeper is kept, one level up.
DEEPEST = 10
# As deep as the parser goes. Nobody writes so.
TOO_DEEP = "ERR_RESOURCE_LIMIT"
SPACES = " \t\n\r\f\u00a0"
WIDE_SPACE = re.compile(r"[ \t\n\r\f\u00a0]{2,}|[\t\n\r\f]")
# So much of a paragraph's beginning, as it came, tells whether it begins with a bullet or number.
LEAD = 60
NEW_LINE = re.compile(r"\n\s*")
EMPTY_LINE = re.compile(r"\n[ \t\r\f]*\n")
OPENING, CLOSING = "([“‘", ".,;:!?)]”’"
Close = Callable[[], None]


class Reading(NamedTuple):
    """The blocks of a text, and how many things of each kind were left out."""

    blocks: list[Block]
    left_out: Counter[str]


def read_html(html: str) -> Reading:
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    # A body of our own, so that white space and comments at the beginning stay where they are.
    tree = etree.fromstring(f"<html><body>{clean_text(html)}".encode(), parser)
    if any(error.type_name == TOO_DEEP for error in parser.error_log):
        return _without_elements(html)
    walk = _Walk()
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "comment":
            walk.comment(node.text or "")
            walk.text(node.tail)
        elif event == "start":
            walk.start(Element.of(node))
            walk.text(node.text)
        else:
            walk.end()
            walk.text(node.tail)
    walk.flush()
    return Reading(with_two_levels(with_lists(walk.root.blocks)), +walk.left_out)


def _without_elements(html: str) -> Reading:
    """The words alone of a text whose elements stand in one another by the thousand."""
    words = [part.rpartition(">")[2] for part in html.split("<")]
    reading = read_html(" ".join(words).replace("<", " "))
    reading.left_out["formatting"] += 1
    return reading


class _Walk:
    """Holds what is open while the tree is walked: states, holders of blocks, and the paragraph being written."""

    def __init__(self) -> None:
        self.root = Quote()
        self.left_out: Counter[str] = Counter()
        self.state = State()
        self.closing: list[tuple[State, Close | None]] = []
        self.holders: list[Quote | List | Item | Table | Cell] = [self.root]
        # Lists that no element has opened, by identity, for items that stand by themselves.
        self.strays: dict[int, List] = {}
        self.in_paragraph = 0
        self.level = 0
        self.hint: Hint | None = None
        self._begin()

    def _begin(self) -> None:
        """A paragraph without text: ``lead`` is its beginning as it came, ``removed`` what was deleted just before."""
        self.pieces: list[Run] = []
        self.label: list[str] = []
        self.lead = self.removed = ""
        self.was_deleted = False

    # Elements

    def start(self, element: Element) -> None:
        before, close = self.state, None
        if not before.skipped and (kind := element.skipped):
            self._leave_out(kind, element)
            self.state = before._replace(skipped=kind)
        elif not before.skipped:
            self.state = before.within(element)
            self.left_out["addresses"] += bool(
                element.tag == "a" and element.address and not element.is_address_kept and element.address[0] != "#"
            )
            if element.is_mark and element.hint:
                self.hint = element.hint
            close = self._open(element)
        self.closing.append((before, close))

    def _leave_out(self, kind: str, element: Element) -> None:
        if element.tag in OBJECTS and self.state.is_mark:
            # A picture that serves as a bullet.
            self.label.append("·")
        elif element.tag in OBJECTS:
            self.left_out[kind] += not self.state.is_deleted
        elif kind == "comments":
            self.left_out[kind] += COMMENT_REFERENCE in element.classes

    def end(self) -> None:
        before, close = self.closing.pop()
        if close is not None:
            close()
        self.state = before

    def comment(self, text: str) -> None:
        """Word puts bullets and numbers between two comments that say so."""
        if "!supportLists" in text:
            self.state = self.state._replace(is_mark=True)
        elif "endif" in text:
            self.state = self.state._replace(is_mark=False)

    def _open(self, element: Element) -> Close | None:
        holder, tag = self.holders[-1], element.tag
        if tag == "br":
            self._break()
        elif tag == "blockquote" and self._has_room(in_cell=False):
            return self._opened(Quote())
        elif tag in LISTS and self._has_room():
            return self._opened(element.list)
        elif tag == "li" and isinstance(holder, List):
            return self._open_item(holder, element)
        elif tag == "li" and isinstance(holder, Quote | Item | Cell) and self._has_room():
            return self._open_stray_item(holder, element)
        elif tag == "table" and not any(isinstance(one, Cell) for one in self.holders):
            return self._opened(Table())
        elif tag == "tr" and isinstance(holder, Table):
            self.flush()
            holder.rows.append([])
        elif tag in CELLS and isinstance(holder, Table):
            return self._open_cell(holder, element)
        elif tag in PARAGRAPHS or tag in HEADINGS:
            self.left_out["tables"] += tag == "table"
            return self._open_paragraph(element)
        return None

    def _has_room(self, *, in_cell: bool = True) -> bool:
        if not in_cell and any(isinstance(one, Cell) for one in self.holders):
            return False
        return sum(isinstance(one, Quote | List) for one in self.holders) <= DEEPEST

    # Holders of blocks

    def _opened(self, holder: Quote | List | Table) -> Close:
        self.flush()
        self.holders.append(holder)
        outer, self.in_paragraph = self.in_paragraph, 0
        level, hint, self.level, self.hint = self.level, self.hint, 0, None

        def close() -> None:
            self.flush()
            self.holders.pop()
            self.in_paragraph, self.level, self.hint = outer, level, hint
            if isinstance(holder, Quote):
                holder.blocks = with_lists(holder.blocks)
                if holder.blocks:
                    self._put(holder)
            elif isinstance(holder, List):
                holder.items = items_with_text(holder.items)
                if holder.items:
                    self._put(holder)
            else:
                for block in finished_table(holder):
                    self._put(block)

        return close

    def _open_item(self, holder: List, element: Element) -> Close:
        self.flush()
        item = Item()
        if not holder.items:
            holder.start = number_in(element.attributes.get("value"), 999) or holder.start
            holder.style = holder.style or LIST_STYLES.get(element.list_style, "")
        holder.items.append(item.blocks)
        self.holders.append(item)
        outer, self.in_paragraph = self.in_paragraph, 0

        def close() -> None:
            self.flush()
            self.holders.pop()
            self.in_paragraph = outer

        return close

    def _open_stray_item(self, holder: Quote | Item | Cell, element: Element) -> Close:
        """An item without a list begins one, or goes on with the one that the item before it began."""
        self.flush()
        stray = self.strays.get(id(holder.blocks[-1])) if holder.blocks else None
        if stray is None:
            stray = List(is_ordered=False)
            self.strays[id(stray)] = stray
            holder.blocks.append(stray)
        items = stray.items
        self.holders.append(stray)
        close_item = self._open_item(stray, element)

        def close() -> None:
            close_item()
            self.holders.pop()
            items[-2:] = items_with_text(items[-2:])
            if not items:
                holder.blocks.pop()

        return close

    def _open_cell(self, table: Table, element: Element) -> Close:
        self.flush()
        if not table.rows:
            table.rows.append([])
        width, height = (number_in(element.attributes.get(name), WIDEST_SPAN) or 1 for name in ("colspan", "rowspan"))
        cell = Cell(element.tag == "th", width, height)
        table.rows[-1].append(cell)
        self.holders.append(cell)
        outer, self.in_paragraph = self.in_paragraph, 0

        def close() -> None:
            self.flush()
            self.holders.pop()
            self.in_paragraph = outer
            cell.blocks = with_lists(cell.blocks)

        return close

    def _put(self, block: Block, *, place: int = -1) -> None:
        holder = self.holders[place]
        if isinstance(holder, List) and isinstance(block, List) and not holder.items:
            holder.items += block.items
        elif isinstance(holder, List) and isinstance(block, List):
            # LibreOffice and Google Docs write the inner list beside the item that it belongs to.
            holder.items[-1].append(block)
        elif isinstance(holder, List):
            holder.items.append([block])
        elif isinstance(holder, Table):
            # Text between cells, and a caption, go before the table.
            self._put(block, place=place - 1)
        else:
            holder.blocks.append(block)

    # Paragraphs

    def _open_paragraph(self, element: Element) -> Close:
        self.flush()
        before = self.level, self.hint
        self.in_paragraph += 1
        self.level = HEADINGS.get(element.tag) or self.level
        self.hint = element.hint or self.hint

        def close() -> None:
            self.flush()
            self.in_paragraph -= 1
            self.level, self.hint = before

        return close

    def flush(self) -> None:
        """The paragraph is at its end: what it holds goes among the blocks."""
        pieces, label, lead = self.pieces, "".join(self.label).strip(SPACES), self.lead
        self._begin()
        while pieces and not (text := pieces[-1].text.rstrip(SPACES)):
            pieces.pop()
        if not pieces:
            return
        pieces[-1] = pieces[-1]._replace(text=text)
        paragraph = Paragraph(joined(pieces), level=self.level)
        in_list = any(isinstance(one, List) for one in self.holders)
        if self.level and (in_list or any(isinstance(one, Cell) for one in self.holders)):
            paragraph = paragraph.in_bold(True)
        mark_in(paragraph, label=label, lead=lead, hint=self.hint, in_list=in_list)
        if paragraph.runs:
            self._put(paragraph)

    def _break(self) -> None:
        if self.state.is_deleted or not self.pieces:
            return
        if self._is_loose and self.pieces[-1].text == BREAK:
            # Typed without an editor, two line breaks part paragraphs.
            self.flush()
        else:
            self._trim()
            self.lead += "\0"
            if self.pieces:
                self.pieces.append(Run(BREAK, self.state.format))

    @property
    def _is_loose(self) -> bool:
        """Whether the text stands in no element that would make it a paragraph."""
        return not self.in_paragraph and len(self.holders) == 1

    # Text

    def text(self, text: str | None) -> None:
        if not text:
            return
        text = clean_text(text)
        if self.state.skipped:
            self.left_out["hidden"] += self.state.skipped == "hidden" and bool(text.strip(SPACES))
        elif self.state.is_deleted:
            self._delete(text)
        elif self.state.is_mark:
            self.label.append(text)
        elif self.state.is_pre:
            for place, line in enumerate(text.split("\n")):
                if place:
                    self._break()
                self._write(line)
        elif self._is_loose:
            self._write_loose(text)
        else:
            self._write(text)

    def _write_loose(self, text: str) -> None:
        for place, part in enumerate(EMPTY_LINE.split(text)):
            if place:
                self.flush()
            self._write(part)

    def _delete(self, text: str) -> None:
        if text.strip(SPACES) and not self.was_deleted:
            self.left_out["deleted"] += 1
            self.was_deleted = True
        self.removed = f"{self.removed[:LEAD]}{text[:LEAD]}{text[-1:]}"

    def _write(self, text: str) -> None:
        if len(self.lead) < LEAD:
            self.lead += NEW_LINE.sub(" ", text[:LEAD])
        if self.state.is_space:
            text = " "
        figures = FIGURES.get(self.state.script, {})
        if figures and all(character in figures or character in SPACES for character in text):
            text = "".join(figures.get(character, character) for character in text)
        text = WIDE_SPACE.sub(" ", text)
        if text.strip(SPACES):
            if self.pieces and self.removed:
                text = self._beside_removed(text)
            self.removed, self.was_deleted = "", False
        if not self.pieces or self.pieces[-1].text[-1] in SPACES:
            # Of two spaces that meet, one is kept, and it is not one that keeps lines together.
            if self.pieces and text[:1] in (" ", "\u00a0") and self.pieces[-1].text[-1] == "\u00a0":
                self.pieces[-1] = self.pieces[-1]._replace(text=f"{self.pieces[-1].text[:-1]} ")
            text = text.lstrip(SPACES)
        if text:
            self.pieces.append(Run(text, self.state.format))

    def _beside_removed(self, text: str) -> str:
        """Where words were taken out: no space before a full stop or after a bracket, and one between two words."""
        last = self.pieces[-1].text[-1]
        if text[:1] in CLOSING and last == " ":
            self._trim()
        elif last in OPENING:
            return text.lstrip(" ")
        elif last.isalnum() and text[:1].isalnum() and self.removed.strip(SPACES):
            is_gap = self.removed[:1] in SPACES or self.removed[-1:] in SPACES
            return f" {text}" if is_gap else text
        return text

    def _trim(self) -> None:
        while self.pieces and not (text := self.pieces[-1].text.rstrip(" ")):
            self.pieces.pop()
        if self.pieces:
            self.pieces[-1] = self.pieces[-1]._replace(text=text)
