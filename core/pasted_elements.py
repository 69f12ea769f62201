"""What an element of pasted HTML means, by its name, its styles and the classes of Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from core.rules.text import clean_text
from core.text_blocks import Block, Format, List, Paragraph, Quote, Table
from core.word_lists import Hint

LINK_SCHEMES = ("http", "https", "mailto")
WIDEST_SPAN = 20
LONGEST_ADDRESS = 2_000

LISTS, CELLS = frozenset({"ul", "ol", "menu", "dir"}), frozenset({"td", "th"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = frozenset(
    (
        *("address", "article", "aside", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hr", "legend", "main", "nav", "p", "pre", "section"),
        # These stand where no list or table holds them.
        *("summary", "li", "table", "td", "th", "tr"),
    )
)
STRONG, EM = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn", "var"})
DELETED = frozenset({"del", "s", "strike"})
NO_TEXT = frozenset({"script", "style", "title", "xml", "template"})
# What is left out of a text, by the kind under which it is counted.
OBJECTS = {
    **dict.fromkeys(("img", "svg", "canvas", "picture", "imagedata", "shape"), "pictures"),
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio", "applet"), "embedded"),
    **dict.fromkeys(("math", "omath"), "formulas"),
}
COMMENT_REFERENCE = "msocommentreference"
COMMENT_CLASSES = frozenset({COMMENT_REFERENCE, "msocomanchor", "msocommenttext", "msocomoff", "comment-marker"})
BOLD_WEIGHTS = frozenset({"bold", "bolder", "600", "700", "800", "900"})
PLAIN_WEIGHTS = frozenset({"normal", "lighter", "300", "400", "500"})
LIST_STYLES = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"} | {
    "lower-roman": "i",
    "upper-roman": "I",
    **{style: style for style in "aAiI"},
}
BULLET_STYLES = frozenset({"disc", "circle", "square"})
# “10<sup>6</sup>” must not become 106.
FIGURES = {
    "sup": dict(zip("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True)),
    "sub": dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True)),
}
RAISING = {"sup": "sup", "super": "sup", "sub": "sub"}


def styles_of(style: str) -> dict[str, str]:
    """The declarations of a ``style`` attribute, lower case."""
    parts = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in parts}


def number_in(text: str | None, highest: int) -> int:
    """A whole number from 1 to the highest; 0 for anything else."""
    is_number = text is not None and len(text) <= 3 and text.isascii() and text.isdecimal()
    return int(text) if text and is_number and 1 <= int(text) <= highest else 0


@dataclass(frozen=True, slots=True)
class Element:
    """One element, lower case, its styles and classes taken apart."""

    tag: str
    attributes: Mapping[str, str]
    styles: Mapping[str, str]
    classes: frozenset[str]

    @classmethod
    def of(cls, node: Any) -> Element:
        # Word's own elements are known by a prefix: ``o:p`` is no paragraph, ``v:shape`` is a picture.
        prefix, _, name = str(node.tag).lower().rpartition(":")
        return cls(
            tag=name if prefix in ("", "v", "m") else "span",
            attributes=node.attrib,
            styles=styles_of(node.get("style", "")),
            classes=frozenset(node.get("class", "").lower().split()),
        )

    @property
    def skipped(self) -> str:
        """The kind of thing that is left out with all that it holds; empty where the element is read."""
        if self.tag in NO_TEXT:
            return "nothing"
        if self.tag in OBJECTS:
            return OBJECTS[self.tag]
        if self.classes & COMMENT_CLASSES or self.styles.get("mso-element", "").startswith("comment"):
            return "comments"
        is_hidden = self.styles.get("display") == "none" or self.styles.get("mso-hide") == "all"
        return "hidden" if is_hidden or "hidden" in self.attributes else ""

    @property
    def is_deleted(self) -> bool:
        decoration = f"{self.styles.get('text-decoration')} {self.styles.get('text-decoration-line')}"
        return self.tag in DELETED or "line-through" in decoration or "msodel" in self.classes

    @property
    def is_mark(self) -> bool:
        """Whether Word's bullet or number stands in it, apart from the text."""
        return self.styles.get("mso-list") == "ignore"

    @property
    def hint(self) -> Hint | None:
        """What a paragraph, or its mark as ``core.word_files`` writes it, says of the list that it stands in."""
        listed = self.styles.get("mso-list", "")
        if self.is_mark and "level" in self.styles:
            return Hint(number_in(self.styles["level"], 9) or 1, is_certain=True)
        if "level" in listed:
            return Hint(number_in(listed.partition("level")[2][:1], 9) or 1, is_certain=True)
        is_listed = any(one.startswith("msolistparagraph") for one in self.classes)
        return Hint() if is_listed and listed != "none" else None

    @property
    def address(self) -> str:
        return "".join(clean_text(self.attributes.get("href", "")).split())

    @property
    def is_address_kept(self) -> bool:
        """A relative address would lead nowhere from an email or from paper."""
        return self.address.partition(":")[0].lower() in LINK_SCHEMES and len(self.address) <= LONGEST_ADDRESS

    @property
    def list(self) -> List:
        style = self.attributes.get("data-type") or self.attributes.get("type") or self.list_style
        # The editor's numbered list may be set to bullets.
        is_ordered = self.tag == "ol" and style not in BULLET_STYLES
        return List(is_ordered, number_in(self.attributes.get("start"), 999) or 1, LIST_STYLES.get(style, ""))

    @property
    def list_style(self) -> str:
        return self.styles.get("list-style-type", "")


class State(NamedTuple):
    """What holds for the text at one place of the tree."""

    format: Format = Format()
    is_deleted: bool = False
    # The kind of thing that is left out here, with all that it holds; empty where the text is read.
    skipped: str = ""
    script: str = ""
    is_mark: bool = False
    is_space: bool = False
    is_pre: bool = False

    def within(self, element: Element) -> State:
        styles = element.styles
        raised = RAISING.get(element.tag) or RAISING.get(styles.get("vertical-align", ""))
        return self._replace(
            format=self._format_within(element),
            is_deleted=self.is_deleted or element.is_deleted,
            script=raised or self.script,
            is_mark=self.is_mark or element.is_mark,
            is_space=self.is_space or "mso-tab-count" in styles or "mso-spacerun" in styles,
            is_pre=self.is_pre or element.tag == "pre",
        )

    def _format_within(self, element: Element) -> Format:
        given = self.format
        weight, style = element.styles.get("font-weight", ""), element.styles.get("font-style", "")
        if weight in BOLD_WEIGHTS or weight in PLAIN_WEIGHTS:
            given = given._replace(strong=weight in BOLD_WEIGHTS and element.tag not in HEADINGS)
        # Google Docs wraps all it copies in a bold that is not bold.
        elif element.tag in STRONG and "docs-internal-guid" not in element.attributes.get("id", ""):
            given = given._replace(strong=True)
        if element.tag in EM or style in ("italic", "oblique", "normal"):
            given = given._replace(em=style != "normal")
        if element.tag == "a":
            given = given._replace(href=element.address if element.is_address_kept else "")
        return given


@dataclass
class Item:
    """What is written of a list's item."""

    blocks: list[Block] = field(default_factory=list)


# What is made of headings, a list and a table once they are read


def with_two_levels(blocks: list[Block]) -> list[Block]:
    """Headings of six levels become our two, h3 and h4: the highest that is used, and all that are below it."""
    headings = [one for one in _paragraphs(blocks) if one.level]
    highest = min((one.level for one in headings), default=0)
    for one in headings:
        one.level = 3 if one.level == min(highest, 3) else 4
    return blocks


def _paragraphs(blocks: list[Block]) -> list[Paragraph]:
    found, waiting = [], list(blocks)
    while waiting:
        block = waiting.pop()
        if isinstance(block, Paragraph):
            found.append(block)
        elif isinstance(block, Quote):
            waiting += block.blocks
    return found


def items_with_text(items: list[list[Block]]) -> list[list[Block]]:
    """Items without text go; a list in an item of its own belongs to the item before it."""
    kept: list[list[Block]] = []
    for item in items:
        if item and isinstance(item[0], List):
            if kept:
                kept[-1] += item
            else:
                kept += item[0].items
                kept[-1] += item[1:]
        elif item:
            kept.append(item)
    return kept


def finished_table(table: Table) -> list[Block]:
    """The table without its empty rows and with headers; its text alone where it has one cell."""
    spans_rows = any(cell.height > 1 for row in table.rows for cell in row)
    rows = [row for row in table.rows if row and (spans_rows or any(cell.blocks for cell in row))]
    cells = [cell for row in rows for cell in row]
    if not any(cell.blocks for cell in cells):
        return []
    if len(cells) == 1:
        return cells[0].blocks
    for place, row in enumerate(rows):
        for cell in row:
            cell.height = min(cell.height, len(rows) - place)
    if len(rows) > 1 and not any(cell.is_header for cell in cells):
        is_labelled = not all(cell.is_bold for cell in rows[0]) and all(row[0].is_bold for row in rows)
        for cell in [row[0] for row in rows] if is_labelled else rows[0]:
            cell.is_header = True
    for cell in cells:
        if cell.is_header:
            # Headers are bold by themselves.
            cell.blocks = [one.in_bold(False) if isinstance(one, Paragraph) else one for one in cell.blocks]
    return [Table(rows)]
