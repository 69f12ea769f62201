"""From the bytes of an Excel workbook to rows of clean text, or to reasons why not (I-2).

Only values are read. A formula is refused, never evaluated; nothing is unpacked before its size has been looked at.
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from core.rules.file_types import EXCEL, LOCKED, MACROS, ZIP_FAULTS, FileRefused, file_type
from core.sheets.reading import MOST_ROWS, Columns, FileTable, Refusal, fill_sheet, parse_sheet

# A sheet of the most rows that are taken is far smaller; a bomb is far larger.
UNPACKED_AT_MOST = 20_000_000
# What stands further to the right than this is not looked at.
MOST_COLUMNS = 40
# Excel's own limit: a file that claims a row beyond it was made to be counted for ever.
LAST_ROW = 1_048_576
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
EXCEL_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb")
SAVE_AGAIN = "save it as an Excel workbook (XLSX) without macros, or as CSV UTF-8"

logger = logging.getLogger(__name__)


def parse_table(file: str, content: bytes, columns: Columns) -> FileTable:
    """The rows of a CSV file or of a workbook's first sheet, whichever the content is, whatever the file is called."""
    if content.startswith((ZIP, OLD_EXCEL)):
        return parse_workbook(file, content, columns)
    if file.lower().endswith(EXCEL_NAMES):
        reason = f"the file is not an Excel workbook inside, whatever its name says: {SAVE_AGAIN}"
        return FileTable(file, refusals=[Refusal(file, reason)])
    return parse_sheet(file, content, columns, other_encodings=True)


def parse_workbook(file: str, content: bytes, columns: Columns) -> FileTable:
    """The rows of the first sheet."""
    sheet = FileTable(file)
    try:
        _check_package(file, content)
        fill_sheet(sheet, _records(file, content), columns)
    except Refusal as refusal:
        sheet.refusals.append(refusal)
    return sheet


def _check_package(file: str, content: bytes) -> None:
    """I-5: what it is by its content, how large it would become, and that its parts declare no entities."""
    try:
        if file_type(BytesIO(content)) is not EXCEL:
            raise Refusal(file, f"the file is no Excel workbook of today: {SAVE_AGAIN}")
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_AT_MOST:
                limit = UNPACKED_AT_MOST // 1_000_000
                raise Refusal(file, f"the file would be larger than {limit} MB once it is opened: split it")
            if any(b"<!DOCTYPE" in archive.read(entry) for entry in archive.infolist() if _is_xml(entry)):
                raise Refusal(file, f"the file holds declarations that no spreadsheet needs: {SAVE_AGAIN}")
    except FileRefused as refused:
        reason = {MACROS: f"contains macros: {SAVE_AGAIN}", LOCKED: "is protected by a password: save it without one"}
        words = str(refused)
        raise Refusal(file, f"the file {reason.get(words, words)}") from None
    except ZIP_FAULTS as error:
        raise _damaged(file) from error


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))


def _records(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Numbered rows, as wide as the header; blank ones are left out but counted."""
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise Refusal(file, "the file has no sheet with cells")
        found: Any = book.worksheets[0]
        found.reset_dimensions()  # else what lies outside the size that the file claims is passed over
        width, blank = 0, None
        for number, cells in enumerate(found.iter_rows(max_col=MOST_COLUMNS), start=1):
            if number > LAST_ROW:
                raise Refusal(file, f"the file has more than {MOST_ROWS} rows: split it", row=number)
            # Quickly: a sheet may be claimed to have a million blank rows, all of which are one and the same.
            if cells is blank:
                continue
            if all(cell is EMPTY_CELL for cell in cells):
                blank = cells
                continue
            words = [_in_words(file, number, place, cell) for place, cell in enumerate(cells, start=1)]
            while words and not words[-1].strip():
                words.pop()
            if not words:
                continue
            width = width or len(words)
            yield number, words + [""] * (width - len(words))
    except Refusal:
        raise
    except Exception as error:
        # openpyxl meets a damaged workbook with whatever it stumbles over.
        logger.info("A workbook was refused as damaged", exc_info=True)
        raise _damaged(file) from error


def _in_words(file: str, number: int, place: int, cell: Any) -> str:
    """A cell's value as text: dates as 2026-11-16, whole numbers without a point. Raises ``Refusal``."""
    value = cell.value
    if cell.data_type in ("f", "e"):
        what = "a formula: put its value there instead" if cell.data_type == "f" else "an error of the spreadsheet"
        raise Refusal(file, f"the cell holds {what}", number, get_column_letter(place), str(value))
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _damaged(file: str) -> Refusal:
    return Refusal(file, "the file is damaged: it can’t be opened. Save it again, then choose it again")
