"""Rows as CSV and as a spreadsheet, safe to open (I-3). Pages wrap the bytes; ``core.rules.text`` holds the rule."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.rules.text import clean_text, neutralise_cell
from core.rules.working_days import LONDON

Cell = str | int | Decimal | float | bool | date | datetime | None
Row = Sequence[Cell]

# Excel's own limit; a longer text is cut there by the format, so say that it was.
LONGEST_CELL = 32_767
CUT = " … (cut here: the CSV has the full text)"
NARROWEST, WIDEST = 10, 60
SHEET_TITLE_LENGTH = 31


def _plain(value: Cell) -> Cell:
    """Yes and no in words, moments in London's time, text without control characters and neutralised."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None) if value.tzinfo else value
    return neutralise_cell(clean_text(value)) if isinstance(value, str) else value


def _in_csv(value: Cell) -> str:
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_text(headings: Sequence[str], rows: Iterable[Row]) -> str:
    """The table as CSV, with the byte order mark by which Excel recognises UTF-8; encode it as ``utf-8``."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([_in_csv(heading) for heading in headings])
    writer.writerows([_in_csv(value) for value in row] for row in rows)
    return out.getvalue()


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Row], *, title: str = "Sheet1") -> bytes:
    """The table as an Excel workbook: bold headings that stay in sight, columns as wide as their text."""
    written = [[_plain(value) for value in row] for row in rows]
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(title=_sheet_title(title))
    sheet.freeze_panes = "A2"
    for column, width in enumerate(_widths(headings, written), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width  # type: ignore[attr-defined]  # not in the stubs
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in written:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> SheetCell:
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        value = value[: LONGEST_CELL - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]  # the stubs leave out dates and decimals
    if isinstance(value, str):
        cell.data_type = "s"  # else "=…" becomes a formula and "#N/A" an error
    if bold:
        cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    return cell


def _widths(headings: Sequence[str], rows: Sequence[Row]) -> list[int]:
    columns = zip(headings, *rows, strict=True)
    return [min(WIDEST, max(NARROWEST, *(len(_in_csv(value)) + 2 for value in column))) for column in columns]


def _sheet_title(title: str) -> str:
    allowed = "".join(" " if character in r"[]:*?/\'" else character for character in clean_text(title))
    return allowed.strip()[:SHEET_TITLE_LENGTH] or "Sheet1"
