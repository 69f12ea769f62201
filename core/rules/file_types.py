"""What a file is, by its content (I-5). Nothing here unpacks more than a few kilobytes of it."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from lzma import LZMAError
from typing import IO

OPENXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileType:
    """``words`` say what it is to a reader: “PDF”, “Word document”."""

    extension: str
    media_type: str
    words: str


PDF = FileType("pdf", "application/pdf", "PDF")
WORD = FileType("docx", f"{OPENXML}.wordprocessingml.document", "Word document")
EXCEL = FileType("xlsx", f"{OPENXML}.spreadsheetml.sheet", "Excel workbook")
POWERPOINT = FileType("pptx", f"{OPENXML}.presentationml.presentation", "PowerPoint presentation")
ODT = FileType("odt", f"{ODF}.text", "OpenDocument text")
ODS = FileType("ods", f"{ODF}.spreadsheet", "OpenDocument spreadsheet")
ODP = FileType("odp", f"{ODF}.presentation", "OpenDocument presentation")
OLD_WORD = FileType("doc", "application/msword", "Word document (old format)")
OLD_EXCEL = FileType("xls", "application/vnd.ms-excel", "Excel workbook (old format)")
OLD_POWERPOINT = FileType("ppt", "application/vnd.ms-powerpoint", "PowerPoint presentation (old format)")
TYPES = (PDF, WORD, EXCEL, POWERPOINT, ODT, ODS, ODP, OLD_WORD, OLD_EXCEL, OLD_POWERPOINT)
WORDS_OF = {kind.media_type: kind.words for kind in TYPES}

# The part that must be there, and how the list of contents names its type.
OPENXML_MAIN = {
    WORD: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    EXCEL: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
    POWERPOINT: ("ppt/presentation.xml", b"presentationml.presentation.main+xml"),
}
OLE_MAIN = {OLD_WORD: ("WordDocument",), OLD_EXCEL: ("Workbook", "Book"), OLD_POWERPOINT: ("PowerPoint Document",)}
OLE_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")

UNPACKED_AT_MOST = 300_000_000
ENTRIES_AT_MOST = 5_000
READ_AT_MOST = 1_000_000
OLE_ENTRY = 128
# A PDF's last lines say where its table of contents is; some programs leave a little after them.
PDF_END_WITHIN = 2_048
ZIP_ENTRY = b"PK\x01\x02"
ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22
ZIP_END_WITHIN = ZIP_END_SIZE + 65_535
WEB_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<script", b"<svg", b"<?xml")


# What Python's zipfile meets a damaged archive with.
ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, EOFError, MemoryError, NotImplementedError),
    *(OSError, RuntimeError, ValueError),
)


class FileRefused(Exception):
    """Why the file isn't taken: a sentence that goes on from “The file …”."""


def file_type(file: IO[bytes]) -> FileType:
    """I-5: the type that the content shows, whatever the file is called. Raises ``FileRefused``."""
    file.seek(0)
    start = file.read(1024)
    if start.startswith(b"%PDF-"):
        _check_pdf(file)
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return _type_of_zip(file)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _type_of_ole(file)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(WEB_PAGE_STARTS):
        raise FileRefused("is a web page inside, whatever its name says. Save it as a PDF, then choose that file")
    raise FileRefused("is not a PDF or an Office document inside, whatever its name says")


def _check_pdf(file: IO[bytes]) -> None:
    end = _end_of(file, ZIP_END_WITHIN)
    if b"%%EOF" not in end[-PDF_END_WITHIN:]:
        raise FileRefused("is cut off: the end of the PDF is missing. Save it again, then choose it again")
    place = end.rfind(ZIP_END)
    if place >= 0 and int.from_bytes(end[place + 20 : place + ZIP_END_SIZE], "little") == (
        len(end) - place - ZIP_END_SIZE
    ):
        raise FileRefused("is a PDF and a ZIP archive at once. Save it again as a PDF, then choose that file")


def _end_of(file: IO[bytes], length: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - length))
    return file.read(length)


def _type_of_zip(file: IO[bytes]) -> FileType:
    # Before the list of contents is read: hundreds of thousands of empty entries fit into a file of a few megabytes.
    file.seek(0)
    if file.read().count(ZIP_ENTRY) > ENTRIES_AT_MOST:
        raise FileRefused(TOO_LARGE)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive, packed=file.seek(0, 2))
            names = set(archive.namelist())
            kind = _odf_type(archive, names) if "mimetype" in names else _openxml_type(archive, names)
    except FileRefused:
        raise
    except ZIP_FAULTS as error:
        raise FileRefused("is damaged: it can’t be opened. Save it again, then choose it again") from error
    if kind is None:
        raise FileRefused("is an archive, not a document. Choose each of its documents by itself")
    return kind


def _check_size(archive: zipfile.ZipFile, *, packed: int) -> None:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > UNPACKED_AT_MOST:
        raise FileRefused(TOO_LARGE)
    if sum(entry.compress_size for entry in entries) > packed:
        raise FileRefused("is damaged: its parts overlap. Save it again, then choose it again")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(LOCKED)


TOO_LARGE = "would be far too large once it is opened"
LOCKED = "is protected by a password. Save it without one, then choose it again"
MACROS = "contains macros, or the place for them. Save it without macros, or as a PDF, then choose that file"


def _openxml_type(archive: zipfile.ZipFile, names: set[str]) -> FileType | None:
    if "[Content_Types].xml" not in names:
        return None
    contents = _beginning(archive, "[Content_Types].xml")
    if b"macroenabled" in contents.lower() or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(MACROS)
    for kind, (main, named) in OPENXML_MAIN.items():
        if main in names and named in contents:
            return kind
    return None


def _odf_type(archive: zipfile.ZipFile, names: set[str]) -> FileType | None:
    declared = _beginning(archive, "mimetype").decode("ascii", "replace").strip()
    kind = next((one for one in (ODT, ODS, ODP) if one.media_type == declared), None)
    if kind is None or "content.xml" not in names:
        return None
    if "META-INF/manifest.xml" in names and b"encryption-data" in _beginning(archive, "META-INF/manifest.xml"):
        raise FileRefused(LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused(MACROS)
    return kind


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(READ_AT_MOST)


def _type_of_ole(file: IO[bytes]) -> FileType:
    file.seek(0)
    content = file.read()
    if _has_entry(content, "EncryptedPackage"):
        raise FileRefused(LOCKED)
    if any(_has_entry(content, name) for name in OLE_MACROS):
        raise FileRefused(MACROS)
    for kind, names in OLE_MAIN.items():
        if any(_has_entry(content, name) for name in names):
            return kind
    raise FileRefused("is not a Word, Excel or PowerPoint document inside")


def _has_entry(content: bytes, name: str) -> bool:
    """Whether the directory of the OLE file names such a part: entries of 128 bytes that begin with the name."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    place = content.find(wanted)
    while place >= 0:
        length = int.from_bytes(content[place + 64 : place + 66], "little")
        if place % OLE_ENTRY == 0 and length == len(wanted):
            return True
        place = content.find(wanted, place + 1)
    return False


def size_in_words(size: int) -> str:
    """“340 KB”, “1.2 MB”."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
