"""A table as CSV and as a workbook, safe to open (I-3); ``core.rules.text`` holds the rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponseBase
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from core.downloads import download
from core.rules.file_types import EXCEL
from core.rules.text import clean_text, neutralise_cell
from core.rules.working_days import LONDON

Cell = str | int | Decimal | float | bool | date | datetime | None
Row = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
# By which Excel recognises UTF-8.
BYTE_ORDER_MARK = "\ufeff"
ROWS_A_PIECE = 500
# Excel's own limit; a longer text is cut there by the format, so say that it was.
LONGEST_CELL = 32_767
CUT = " … (cut here: the CSV has the full text)"
NARROWEST, WIDEST = 10, 60
SHEET_TITLE_LENGTH = 31


@dataclass(frozen=True)
class Table:
    """Rows under their headings; the rows are written as they come, and may be read once."""

    headings: Sequence[str]
    rows: Iterable[Row]
    title: str = "Sheet1"

    def download(self, filename: str) -> HttpResponseBase:
        """The table as a file to save: a workbook where its name ends in .xlsx, else CSV as it is written."""
        if filename.endswith(".xlsx"):
            return download(self.xlsx(), filename=filename, content_type=EXCEL.media_type)
        return download(self.csv(), filename=filename, content_type=CSV_TYPE)

    def csv(self) -> Iterator[str]:
        """The lines in pieces of many, to be encoded as UTF-8."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        out.write(BYTE_ORDER_MARK)
        writer.writerow(map(_in_csv, self.headings))
        for number, row in enumerate(self.rows, start=1):
            writer.writerow(map(_in_csv, row))
            if number % ROWS_A_PIECE == 0:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        yield out.getvalue()

    def xlsx(self) -> bytes:
        """Bold headings that stay in sight, columns as wide as their text."""
        written = [[_plain(value) for value in row] for row in self.rows]
        book = Workbook(write_only=True)
        sheet: WriteOnlyWorksheet = book.create_sheet(title=_sheet_title(self.title))
        sheet.freeze_panes = "A2"
        for column, width in enumerate(_widths(self.headings, written), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width  # type: ignore[attr-defined]  # not in the stubs
        sheet.append([_cell(sheet, heading, bold=True) for heading in self.headings])
        for row in written:
            sheet.append([_cell(sheet, value) for value in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _plain(value: Cell) -> Cell:
    """Yes and no in words, moments in London's time, text without control characters and neutralised."""
    if isinstance(value, str):
        return neutralise_cell(clean_text(value)) if value else value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(LONDON).replace(tzinfo=None)
    return value


def _in_csv(value: Cell) -> Cell:
    """What Python's writer turns into the text that is wanted; it writes days as 2026-11-16, nothing as nothing."""
    value = _plain(value)
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, datetime) else value


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
    return [min(WIDEST, max(NARROWEST, *(_width(value) + 2 for value in column))) for column in columns]


def _width(value: Cell) -> int:
    return 0 if value is None else len(str(_in_csv(value)))


def _sheet_title(title: str) -> str:
    allowed = "".join(" " if character in r"[]:*?/\'" else character for character in clean_text(title))
    return allowed.strip()[:SHEET_TITLE_LENGTH] or "Sheet1"
