"""Papers are bound into a pack: one PDF with the agenda first, bookmarks, and page numbers right through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NullObject,
    StreamObject,
)

from core.pdf import Paper

# What pypdf stumbles over in a damaged file.
DAMAGED = (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
# They would point into the agenda's own table of tags, or run something when the page is opened.
LEFT_OUT = ("/StructParents", "/AA", "/B")
HARMLESS = {"/URI", "/GoTo"}
CARRIES_ANOTHER_FILE = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
FONT_SIZE, MARGIN, CHARACTER = 8.0, 28.0, 4.3
FONT = "/PackNumber"


@dataclass(frozen=True)
class Part:
    """A paper to bind: ``under`` is the place of its item among the agenda's second-level bookmarks."""

    title: str
    content: bytes
    pages: int
    under: int


def pages_of(content: bytes) -> int | None:
    """How many pages can be bound; None where the file can't be opened, or would keep the pack from being made."""
    try:
        if PdfReader(BytesIO(content)).is_encrypted:
            return None
        bound = PdfWriter()
        _append(bound, content)
        for page in bound.pages:
            _corner(page)
        return len(bound.pages)
    except DAMAGED:
        return None


def bind(agenda: Paper, parts: Sequence[Part]) -> Paper:
    """The agenda with the parts after it. Without parts it stays as it is, and accessible throughout."""
    if not parts:
        return agenda
    writer = PdfWriter(clone_from=BytesIO(agenda.content))
    total = agenda.pages + sum(part.pages for part in parts)
    starts = []
    for part in parts:
        first = len(writer.pages)
        starts.append(first)
        _append(writer, part.content)
        for number in range(first, len(writer.pages)):
            _stamp(writer.pages[number], f"Pack page {number + 1} of {total}")
    _bookmark(writer, PdfReader(BytesIO(agenda.content)), list(zip(parts, starts, strict=True)))
    _claim_no_more_than_is_true(writer)
    out = BytesIO()
    writer.write(out)
    return Paper(content=out.getvalue(), pages=len(writer.pages))


def _append(writer: PdfWriter, content: bytes) -> None:
    """Take the pages in. They are disarmed before, so that nothing that was left out is written all the same."""
    reader = PdfReader(BytesIO(content))
    for page in reader.pages:
        _disarm(page)
    writer.append(reader, import_outline=False, excluded_fields=LEFT_OUT)


def _disarm(page: PageObject) -> None:
    """Links stay; what would run a script, start a program or carry another file does not."""
    notes = page.get("/Annots", NullObject()).get_object()
    listed = notes if isinstance(notes, ArrayObject) else ()
    page[NameObject("/Annots")] = ArrayObject(one for one in listed if _is_kept(one.get_object()))


def _is_kept(note: Any) -> bool:
    if not isinstance(note, DictionaryObject) or note.get("/Subtype") in CARRIES_ANOTHER_FILE:
        return False
    note.pop("/AA", None)
    note.pop("/StructParent", None)
    action = note.get("/A", NullObject()).get_object()
    if isinstance(action, DictionaryObject) and action.get("/S") in HARMLESS:
        # What would come after the link was followed.
        action.pop("/Next", None)
    else:
        note.pop("/A", None)
    return True


def _corner(page: PageObject) -> tuple[float, float]:
    """The bottom right of what is seen of the page."""
    return float(page.cropbox.right), float(page.cropbox.bottom)


def _stamp(page: PageObject, words: str) -> None:
    """Write at the bottom right, on white, marked as no part of the text."""
    if page.rotation:
        page.transfer_rotation_to_content()
    right, bottom = _corner(page)
    width = len(words) * CHARACTER
    x, y = right - MARGIN - width, bottom + 12
    content = DecodedStreamObject()
    content.set_data(
        f"/Artifact BMC q 1 1 1 rg {x - 4:.1f} {y - 4:.1f} {width + 8:.1f} {FONT_SIZE + 6:.1f} re f 0.2 g "
        f"BT {FONT} {FONT_SIZE} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm ({words}) Tj ET Q EMC".encode("ascii")
    )
    stamp = PageObject.create_blank_page(width=float(page.mediabox.width), height=float(page.mediabox.height))
    stamp.mediabox = page.mediabox
    font = _name({"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"})
    fonts = DictionaryObject({NameObject(FONT): font})
    stamp[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stamp[NameObject("/Contents")] = content
    page.merge_page(stamp)


def _name(entries: Mapping[str, str]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in entries.items()})


def _bookmark(writer: PdfWriter, agenda: PdfReader, bound: Sequence[tuple[Part, int]]) -> None:
    """The agenda's bookmarks again, each with the papers of its item below it."""
    writer.root_object.pop("/Outlines", None)
    top: Any = None
    place = 0
    for level, title, page in _bookmarks(agenda, agenda.outline):
        entry = writer.add_outline_item(title=title, page_number=page, parent=top if level else None)
        if not level:
            top = entry
            continue
        for part, first in bound:
            if part.under == place:
                writer.add_outline_item(title=part.title, page_number=first, parent=entry)
        place += 1


def _bookmarks(reader: PdfReader, outline: Any, level: int = 0) -> Iterator[tuple[int, str, int]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry, level + 1)
        else:
            yield level, str(entry.title), reader.get_destination_page_number(entry) or 0


def _claim_no_more_than_is_true(writer: PdfWriter) -> None:
    """The agenda is PDF/UA, the papers are what their authors made of them: the whole no longer says that it is."""
    root = writer.root_object
    root[NameObject("/MarkInfo")] = DictionaryObject(
        {NameObject("/Marked"): BooleanObject(True), NameObject("/Suspects"): BooleanObject(True)}
    )
    metadata = root.get("/Metadata")
    if metadata is None:
        return
    stream = metadata.get_object()
    assert isinstance(stream, StreamObject)
    stream.set_data(re.sub(rb"<pdfuaid:part>\d</pdfuaid:part>|pdfuaid:part=\"\d\"", b"", stream.get_data()))
