"""Rich text as blocks: paragraphs, headings, lists, quotations and tables; written as HTML and as plain text.

Both are written from the same blocks, so that a page, a PDF and an email can't differ in what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple, Union

BREAK = "\n"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LETTERS = 26
# The ``type`` of a list by the name that Word has for it.
LETTER_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
QUOTED = "> "


class Format(NamedTuple):
    """How a piece of text stands: bold, italic, and the address that it links to."""

    strong: bool = False
    em: bool = False
    href: str = ""


class Run(NamedTuple):
    """Text of one format; a line break is ``\\n`` in it."""

    text: str
    format: Format


class ListMark(NamedTuple):
    """The bullet or number that a word processor has put before a paragraph; ``level`` counts from 1.

    ``style`` is the ``type`` of an HTML list: a, A, i, I; empty for digits and bullets. ``label`` is the number as
    written.
    """

    level: int
    number: int | None = None
    style: str = ""
    label: str = ""

    @property
    def is_ordered(self) -> bool:
        return self.number is not None


@dataclass
class Paragraph:
    """A paragraph, or a heading with the ``level`` that its source gave it: 1 to 6."""

    runs: list[Run]
    level: int = 0
    mark: ListMark | None = None

    @property
    def is_bold(self) -> bool:
        return all(run.format.strong for run in self.runs if run.text.strip())

    def in_bold(self, bold: bool) -> Paragraph:
        return Paragraph(joined([Run(run.text, run.format._replace(strong=bold)) for run in self.runs]))

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Quote:
    blocks: list[Block] = field(default_factory=list)


@dataclass
class List:
    is_ordered: bool
    start: int = 1
    style: str = ""
    items: list[list[Block]] = field(default_factory=list)


@dataclass
class Cell:
    """``width`` and ``height``: how many columns and rows it spans."""

    is_header: bool
    width: int = 1
    height: int = 1
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_bold(self) -> bool:
        return bool(self.blocks) and all(isinstance(one, Paragraph) and one.is_bold for one in self.blocks)


@dataclass
class Table:
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def head(self) -> int:
        """How many rows at the top are headers only; at most all but one."""
        headed = (place for place, row in enumerate(self.rows) if not all(cell.is_header for cell in row))
        return min(next(headed, len(self.rows)), max(1, len(self.rows) - 1))


Block = Union[Paragraph, Quote, List, Table]  # noqa: UP007  (names that are not defined yet)


def joined(pieces: Sequence[Run]) -> list[Run]:
    """Pieces of one format become one; a space between two formats has what they have in common."""
    formats: list[Format] = []
    after: Format | None = None
    before_each = [Format()]
    for piece in pieces:
        before_each.append(before_each[-1] if piece.text.isspace() else piece.format)
    for piece, before in zip(reversed(pieces), before_each[-2::-1], strict=True):
        if not piece.text.isspace():
            after = piece.format
            formats.append(piece.format)
        elif after is None or after == before:
            formats.append(before)
        else:
            href = before.href if before.href == after.href else ""
            formats.append(Format(before.strong and after.strong, before.em and after.em, href))
    written = zip(pieces, reversed(formats), strict=True)
    return [
        Run("".join(piece.text for piece, _ in group), given)
        for given, group in groupby(written, key=lambda one: one[1])
    ]


# HTML


def as_html(blocks: Iterable[Block]) -> str:
    return "".join(_block_html(block) for block in blocks)


def _block_html(block: Block) -> str:
    if isinstance(block, Paragraph):
        tag = f"h{block.level}" if block.level else "p"
        return f"<{tag}>{_runs_html(block.runs)}</{tag}>"
    if isinstance(block, Quote):
        return f"<blockquote>{as_html(block.blocks)}</blockquote>"
    return _list_html(block) if isinstance(block, List) else _table_html(block)


def _runs_html(runs: Sequence[Run]) -> str:
    """Runs beside each other share the element that they have in common: a link, then bold, then italics."""

    def written(part: Iterable[Run], elements: Sequence[tuple[str, str]]) -> str:
        if not elements:
            return "".join(_escaped(run.text) for run in part)
        name, *_ = elements[0]
        pieces = []
        for value, group in groupby(part, key=lambda run: getattr(run.format, name)):
            inner = written(group, elements[1:])
            tag = elements[0][1]
            attributes = f' href="{escape(value)}" rel="noopener noreferrer"' if tag == "a" else ""
            pieces.append(f"<{tag}{attributes}>{inner}</{tag}>" if value else inner)
        return "".join(pieces)

    return written(runs, (("href", "a"), ("strong", "strong"), ("em", "em")))


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\u00a0", "&nbsp;").replace(BREAK, "<br>")


def _tight_html(blocks: Sequence[Block]) -> str:
    """What a list item or a cell holds: a paragraph by itself, or before lists, needs no element of its own."""
    first, *others = blocks or [Paragraph([])]
    if isinstance(first, Paragraph) and not first.level and all(isinstance(one, List) for one in others):
        return _runs_html(first.runs) + as_html(others)
    return as_html(blocks)


def _list_html(block: List) -> str:
    tag = "ol" if block.is_ordered else "ul"
    start = f' start="{block.start}"' if block.is_ordered and block.start > 1 else ""
    style = f' type="{block.style}"' if block.is_ordered and block.style else ""
    return f"<{tag}{start}{style}>{''.join(f'<li>{_tight_html(item)}</li>' for item in block.items)}</{tag}>"


def _table_html(table: Table) -> str:
    head = table.head if all(cell.is_header for cell in table.rows[0]) else 0
    written = [
        f"<tr>{''.join(_cell_html(cell, is_head=place < head, is_first=not at) for at, cell in enumerate(row))}</tr>"
        for place, row in enumerate(table.rows)
    ]
    thead = f"<thead>{''.join(written[:head])}</thead>" if head else ""
    tbody = f"<tbody>{''.join(written[head:])}</tbody>" if written[head:] else ""
    return f"<table>{thead}{tbody}</table>"


def _cell_html(cell: Cell, *, is_head: bool, is_first: bool) -> str:
    spans = "".join(
        f' {name}="{value}"' for name, value in (("colspan", cell.width), ("rowspan", cell.height)) if value > 1
    )
    if not cell.is_header:
        return f"<td{spans}>{_tight_html(cell.blocks)}</td>"
    scope = "col" if is_head or not is_first else "row"
    return f'<th scope="{scope}"{spans}>{_tight_html(cell.blocks)}</th>'


# Plain text


def as_text(blocks: Sequence[Block]) -> str:
    """An empty line between blocks, marks before list items, a line for each row of a table."""
    return "\n\n".join("\n".join(lines) for block in blocks if (lines := list(_lines(block))))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _runs_text(block.runs).split(BREAK)
    elif isinstance(block, Quote):
        yield from ((QUOTED + line).rstrip() for line in as_text(block.blocks).split("\n"))
    elif isinstance(block, List):
        for place, item in enumerate(block.items, start=block.start):
            lines = (line for part in item for line in _lines(part))
            mark = f"{item_label(block, place)}." if block.is_ordered else "-"
            yield f"{mark} {next(lines, '')}".rstrip()
            yield from (f"  {line}" for line in lines)
    else:
        yield from _table_lines(block)


def _runs_text(runs: Sequence[Run]) -> str:
    written = []
    for href, group in groupby(runs, key=lambda run: run.format.href):
        text = "".join(run.text for run in group).replace("\u00a0", " ")
        words, address = text.strip(), href.removeprefix("mailto:")
        if href and words not in (href, address):
            text = text.replace(words, f"{words} ({address})", 1)
        written.append(text)
    return "".join(written)


def item_label(block: List, number: int) -> str:
    """How a numbered list counts: 3, c, C, iii or III."""
    if not block.style:
        return str(number)
    label = _roman(number) if block.style in ("i", "I") else _letters(number)
    return label.upper() if block.style.isupper() else label


def _roman(number: int) -> str:
    written = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def _letters(number: int) -> str:
    written = ""
    while number > 0:
        number, place = divmod(number - 1, LETTERS)
        written = chr(ord("a") + place) + written
    return written


def _table_lines(table: Table) -> Iterator[str]:
    """“Partner: Council; £: 10,000”: each cell after the header of its column, each row on a line of its own."""
    head = table.head if all(cell.is_header for cell in table.rows[0]) else 0
    grid = list(_grid(table))
    names = [
        " ".join(dict.fromkeys(filter(None, (row[at] for row in grid[:head] if at < len(row)))))
        for at in range(max(map(len, grid)))
    ]
    if head == len(grid):
        yield "; ".join(filter(None, names))
    for row, cells in zip(grid[head:], table.rows[head:], strict=True):
        parts: list[str] = []
        for name, text in zip(names, row, strict=False):
            part = f"{name}: {text}" if name and text else text
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        if not head and cells and cells[0].is_header and len(parts) > 1:
            yield f"{parts[0].removesuffix(':')}: {'; '.join(parts[1:])}"
        elif parts:
            yield "; ".join(parts)


def _grid(table: Table) -> Iterator[list[str]]:
    """The text of each row's cells, column by column: a cell that spans several stands in each."""
    from_above: dict[int, tuple[int, str]] = {}
    for row in table.rows:
        written: list[str] = []
        cells = iter(row)
        cell = next(cells, None)
        while cell is not None or len(written) in from_above:
            at = len(written)
            if at in from_above:
                left, text = from_above.pop(at)
                written.append(text)
                if left > 1:
                    from_above[at] = (left - 1, text)
                continue
            assert cell is not None
            text = " ".join(as_text(cell.blocks).split())
            for place in range(at, at + cell.width):
                if cell.height > 1:
                    # Counted down from the next row on.
                    from_above.setdefault(place, (cell.height, text))
                else:
                    written.append(text)
            cell = next(cells, None)
        yield written
