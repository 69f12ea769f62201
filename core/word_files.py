"""Word files (.docx) that people choose in place of pasting: read within bounds, and turned into HTML by mammoth.

Mammoth leaves deleted text out and keeps inserted text. It knows no more of a list than that it is one: the bullets and
numbers, “3.1” and “a)” among them, are worked out here and written where ``core.pasted_html`` finds them.
"""

from __future__ import annotations

import logging
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.parsers.expat import ExpatError

import mammoth
from lxml import etree

from core.rules.file_types import FileRefused
from core.text_blocks import LETTER_STYLES, List, item_label

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
W, M, C = f"{{{WORD}}}", f"{{{MATH}}}", f"{{{CHART}}}"
DOCUMENT, NUMBERING, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
# What is read of the file: no picture, no macro, no header.
PARTS = frozenset(
    (
        *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", DOCUMENT, NUMBERING, STYLES),
        *("word/footnotes.xml", "word/endnotes.xml"),
        *("word/_rels/footnotes.xml.rels", "word/_rels/endnotes.xml.rels"),
    )
)
# Some 40 pages. What is unpacked is counted, whatever the archive says of itself.
UNPACKED_AT_MOST = 2_000_000
TOO_LONG = "is too long for a summary. Choose a file of at most 40 pages, or paste the part that you need"
DAMAGED = "is damaged: its text can’t be read. Save it again as .docx, then choose it again"

# Around a paragraph's bullet or number in mammoth's output: private characters, which no document means.
LABEL_START, LABEL_END = "\ue010", "\ue011"
LABEL = re.compile(rf"{LABEL_START}(\d)([^{LABEL_START}{LABEL_END}<]*){LABEL_END}", re.ASCII)
PLACE = re.compile(r"%([1-9])", re.ASCII)
DEEPEST = 9
LONGEST_LABEL = 30
STYLE_MAP = "comment-reference =>"

# Mammoth meets a damaged file with whatever it stumbles over.
UNREADABLE = (
    *(etree.LxmlError, zipfile.BadZipFile, zlib.error, ExpatError, EOFError, OSError, RuntimeError),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WordText:
    """The text of a Word file as HTML that is still to be cleaned, and what is not in it any more (``LEFT_OUT``)."""

    html: str
    left_out: Counter[str]


def read_docx(file: IO[bytes]) -> WordText:
    """The text of a file that was found to be a Word document. Raises ``FileRefused``, a sentence from “The file …”."""
    try:
        parts = _parts_of(file)
        document = parts[DOCUMENT]
        left_out = _left_out_of(document)
        _write_labels(document, parts.get(NUMBERING), parts.get(STYLES))
        # No picture is opened: each becomes an element that is left out, and counted, when the text is cleaned.
        converted = mammoth.convert_to_html(
            _packed(parts), style_map=STYLE_MAP, convert_image=mammoth.images.img_element(lambda _image: {"src": ""})
        )
    except FileRefused:
        raise
    except UNREADABLE as error:
        logger.info("A Word file was refused as damaged", exc_info=True)
        raise FileRefused(DAMAGED) from error
    html = LABEL.sub(r'<span style="mso-list:ignore;level:\1">\2</span>', converted.value)
    # The way back from a footnote leads nowhere on paper.
    return WordText(html.replace("↑</a>", "</a>"), left_out)


def _parts_of(file: IO[bytes]) -> dict[str, etree._Element]:
    """The parts that are read, each parsed without entities, and never more than so many bytes of them."""
    file.seek(0)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    parts: dict[str, etree._Element] = {}
    left = UNPACKED_AT_MOST
    with zipfile.ZipFile(file) as archive:
        for name in PARTS.intersection(archive.namelist()):
            with archive.open(name) as entry:
                content = entry.read(left + 1)
            left -= len(content)
            if left < 0:
                raise FileRefused(TOO_LONG)
            parts[name] = etree.fromstring(content, parser)
    return parts


def _packed(parts: dict[str, etree._Element]) -> BytesIO:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, root in parts.items():
            archive.writestr(name, etree.tostring(root, encoding="utf-8"))
    packed.seek(0)
    return packed


def _left_out_of(document: etree._Element) -> Counter[str]:
    """Count what the text will be without, and take out what Word itself hides."""
    left_out: Counter[str] = Counter()
    for gone in document.iter(f"{W}del"):
        before = gone.getprevious()
        is_text = any((text.text or "").strip() for text in gone.iter(f"{W}delText"))
        left_out["deleted"] += is_text and (before is None or before.tag != gone.tag)
    left_out["comments"] += sum(1 for _ in document.iter(f"{W}commentReference"))
    left_out["formulas"] += sum(1 for _ in document.iter(f"{M}oMath"))
    left_out["pictures"] += sum(1 for _ in document.iter(f"{C}chart"))
    for hidden in list(document.iter(f"{W}vanish")):
        run = hidden.getparent().getparent() if hidden.getparent() is not None else None
        if run is not None and run.tag == f"{W}r" and hidden.get(f"{W}val") not in ("0", "false"):
            left_out["hidden"] += any((text.text or "").strip() for text in run.iter(f"{W}t"))
            for text in list(run):
                if text.tag != f"{W}rPr":
                    run.remove(text)
    return +left_out


# Numbering


@dataclass(frozen=True)
class Level:
    """How a level of a numbering counts: its first number, its format, and the text with %1 for the number."""

    start: int
    format: str
    text: str


@dataclass
class Counting:
    """A numbering's levels, and where each has got to."""

    levels: dict[int, Level]
    reached: dict[int, int] = field(default_factory=dict)

    def next_label(self, level: int) -> str:
        """The bullet or number of the next paragraph at the level; empty where it has none."""
        this = self.levels.get(level)
        if this is None:
            return ""
        self.reached[level] = self.reached.get(level, this.start - 1) + 1
        for deeper in [one for one in self.reached if one > level]:
            del self.reached[deeper]
        if this.format == "bullet":
            return "•"
        return "" if this.format == "none" else PLACE.sub(lambda place: self._number(int(place[1]) - 1), this.text)

    def _number(self, level: int) -> str:
        given = self.levels.get(level, Level(1, "decimal", ""))
        return format_number(self.reached.get(level, given.start), given.format)


def format_number(number: int, word_format: str) -> str:
    style = LETTER_STYLES.get(word_format, "")
    return item_label(List(is_ordered=True, style=style), min(number, 999))


def _write_labels(document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> None:
    """Write each numbered paragraph's bullet or number before its text, and take its numbering out."""
    if numbering is None:
        return
    abstract = {_value(one, "abstractNumId"): _levels_of(one) for one in numbering.iter(f"{W}abstractNum")}
    countings = {key: Counting(levels) for key, levels in abstract.items()}
    of_number = {_value(one, "numId"): one for one in numbering.iter(f"{W}num")}
    of_style = dict(_numbered_styles(styles)) if styles is not None else {}
    begun: set[str] = set()
    for paragraph in document.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        found = _numbering_of(properties, of_style)
        if properties is None or found is None or found[0] not in of_number or not _has_text(paragraph):
            continue
        number, level = found
        given = of_number[number]
        counting = countings.get(_child_value(given, "abstractNumId"))
        if counting is None:
            continue
        if number not in begun:
            begun.add(number)
            for override in given.iter(f"{W}lvlOverride"):
                start = _child_value(override, "startOverride")
                if start.isdecimal():
                    counting.reached[_whole(_value(override, "ilvl"))] = _whole(start) - 1
        label = counting.next_label(level).strip()[:LONGEST_LABEL]
        for numbered in properties.findall(f"{W}numPr"):
            properties.remove(numbered)
        # Over a numbering that comes from the paragraph's style.
        etree.SubElement(etree.SubElement(properties, f"{W}numPr"), f"{W}numId").set(f"{W}val", "0")
        if label:
            run = etree.Element(f"{W}r")
            text = etree.SubElement(run, f"{W}t")
            text.text = f"{LABEL_START}{min(level + 1, DEEPEST)}{label}{LABEL_END}"
            properties.addnext(run)


def _levels_of(abstract: etree._Element) -> dict[int, Level]:
    return {
        _whole(_value(level, "ilvl")): Level(
            start=_whole(_child_value(level, "start") or "1"),
            format=_child_value(level, "numFmt") or "decimal",
            text=_child_value(level, "lvlText"),
        )
        for level in abstract.iter(f"{W}lvl")
    }


def _numbered_styles(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    """Each style that numbers its paragraphs, by itself or by the style that it is based on."""
    known = {_value(one, "styleId"): one for one in styles.iter(f"{W}style")}
    for name, style in known.items():
        at: etree._Element | None = style
        for _ in range(DEEPEST):
            if at is None:
                break
            if found := _numbering_of(at.find(f"{W}pPr"), {}):
                yield name, found
                break
            at = known.get(_child_value(at, "basedOn"))


def _numbering_of(properties: etree._Element | None, of_style: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    """The number and level (from 0) that a paragraph's properties give, or its style; None where there is none."""
    if properties is None:
        return None
    by_style = of_style.get(_child_value(properties, "pStyle"))
    numbered = properties.find(f"{W}numPr")
    if numbered is None:
        return by_style
    number, level = _child_value(numbered, "numId"), _child_value(numbered, "ilvl")
    if not number and by_style:
        number = by_style[0]
    return (number, _whole(level) if level else by_style[1] if by_style else 0) if number else None


def _has_text(paragraph: etree._Element) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t"))


def _value(element: etree._Element, name: str) -> str:
    return str(element.get(f"{W}{name}") or "")


def _child_value(element: etree._Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return _value(child, "val") if child is not None else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
