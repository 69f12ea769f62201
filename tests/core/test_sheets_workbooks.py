"""A workbook is read as values, bounded, and refused where it is hostile (I-2)."""

import io
import time as clock
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.rules.text import clean_text
from core.sheets.reading import Columns
from core.sheets.workbooks import parse_table
from tests.core.files import csv_text, xlsx_bytes

COLUMNS = Columns.parse("id! text day number")


def book(*rows, **sheets):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for title, other in sheets.items():
        made.create_sheet(title).append(other)
    return saved(made)


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(content, name, change):
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            after.writestr(entry.filename, change(data) if entry.filename == name else data)
    return out.getvalue()


def with_part(content, name, data):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SIMPLE = book(("id", "text"), (1, "One"))


def read(content, file="x.xlsx"):
    sheet = parse_table(file, content, COLUMNS)
    return sheet.rows, [str(refusal) for refusal in sheet.refusals]


def test_values_are_read_as_text():
    content = book(
        ("ID", " text ", "day", "number"),
        (1, "Two\nlines", date(2026, 11, 16), 12.5),
        (None, None, None, None),
        (2.0, "", datetime(2026, 11, 16, 14, 30), True),  # noqa: DTZ001  (spreadsheets know no time zones)
        (3, "short row"),
    )
    assert read(content) == (
        [
            (2, {"id": "1", "text": "Two\nlines", "day": "2026-11-16", "number": "12.5"}),
            (4, {"id": "2", "text": "", "day": "2026-11-16 14:30", "number": "True"}),
            (5, {"id": "3", "text": "short row", "day": "", "number": ""}),
        ],
        [],
    )


def test_first_sheet_is_read():
    assert read(book(("id",), (1,), Second=("other", "columns"))) == ([(2, {"id": "1"})], [])


def test_content_decides_what_a_file_is():
    assert read(b"id,text\n1,One\n", "x.csv") == ([(2, {"id": "1", "text": "One"})], [])
    assert read(SIMPLE, "x.csv") == ([(2, {"id": "1", "text": "One"})], [])


def formula_book():
    made = Workbook()
    made.active.append(("id", "text"))
    made.active.append((1, '=HYPERLINK("https://example.org")'))
    return saved(made)


def error_book():
    made = Workbook()
    made.active.append(("id", "text"))
    made.active.append((1, "#N/A"))
    return saved(made)


def test_text_that_looks_like_a_formula_is_text():
    content = xlsx_bytes(("id", "text"), [(1, "=1+1"), (2, "'=1")])
    assert [row["text"] for _, row in read(content)[0]] == ["=1+1", "'=1"]


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
NOT_EXCEL = "the file is not an Excel workbook inside, whatever its name says: save it as an Excel workbook (XLSX)"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE html><html><table><tr><td>id</td></tr></table></html>", NOT_EXCEL),
        (b"", NOT_EXCEL),
        (b"id,text\n1,One\n", NOT_EXCEL),
        (b"%PDF-1.7", NOT_EXCEL),
        (SIMPLE[: len(SIMPLE) // 2], "the file is damaged"),
        (changed(SIMPLE, SHEET, lambda data: data[:300]), "the file is damaged"),
        (changed(SIMPLE, "xl/workbook.xml", lambda data: b"<x/>"), "the file"),
        (with_part(SIMPLE, "xl/vbaProject.bin", b"x"), "the file contains macros: save it as"),
        (changed(SIMPLE, SHEET, lambda data: DOCTYPE + data.partition(b"?>")[2]), "the file holds declarations"),
        (with_part(SIMPLE, "xl/media/big.png", b"\0" * 21_000_000), "the file would be larger than 20 MB once"),
        (with_part(SIMPLE, "xl/media/bomb.png", b"\0" * 301_000_000), "the file would be far too large once"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "the file is not a Word, Excel or PowerPoint"),
        (formula_book(), 'row 2, column B, “=HYPERLINK("https://example.org")”: the cell holds a formula'),
        (error_book(), "row 2, column B, “#N/A”: the cell holds an error of the spreadsheet"),
        (book(), "row 1, column id: the column is missing"),
        (book(("id", "other")), "row 1, column other: the column is not known"),
        (book(("id", "id")), "row 1, column id: the column is there twice"),
        (book(("id", None, "text")), "row 1: a column has no name"),
        (book(("id",), (1, "beyond the header")), "row 2: the row has 2 cells, the header has 1"),
        (book(("id", "text"), (1, "x" * 10_001)), "row 2, column text, “xxx"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_the_reason(content, reason):
    rows, refusals = read(content)
    assert rows == []
    assert refusals[0].removeprefix("x.xlsx, ").removeprefix("x.xlsx: ").startswith(reason)


def test_more_rows_than_are_taken_are_refused_in_time():
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 40_000))
    content = changed(book(("id",)), SHEET, lambda data: data.replace(b"</sheetData>", cells + b"</sheetData>"))
    began = clock.monotonic()
    rows, refusals = read(content)
    assert (len(rows), refusals) == (20_000, ["x.xlsx, row 20002: the file has more than 20000 rows: split it"])
    assert clock.monotonic() - began < 30


@pytest.mark.parametrize("row", [b"1048577", b"99999999999999"])
def test_rows_that_no_spreadsheet_has_are_refused_in_time(row):
    cell = b'<row r="%s"><c r="A%s"><v>1</v></c></row></sheetData>' % (row, row)
    content = changed(book(("id",)), SHEET, lambda data: data.replace(b"</sheetData>", cell))
    assert read(content)[1] == ["x.xlsx, row 1048577: the file has more than 20000 rows: split it"]


def test_a_million_blank_rows_are_passed_over():
    cell = b'<row r="1000000"><c r="A1000000"><v>7</v></c></row></sheetData>'
    content = changed(book(("id",)), SHEET, lambda data: data.replace(b"</sheetData>", cell))
    assert read(content) == ([(1_000_000, {"id": "7"})], [])


TEXTS = st.text(alphabet=st.sampled_from("'=+-@\t\n ab\"#,;é\u202e\u0130")) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=40
)


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_what_goes_out_comes_back_as_from_csv(texts):
    rows = [(number, text) for number, text in enumerate(texts, start=1)]
    from_sheet = read(xlsx_bytes(("id", "text"), rows))
    assert from_sheet == read(csv_text(("id", "text"), rows).encode(), "x.csv")
    assert [row["text"] for _, row in from_sheet[0]] == [clean_text(text).strip() for text in texts]
