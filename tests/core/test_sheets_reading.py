"""Files become rows, or reasons (I-2)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.text import clean_text, restore_cell
from core.sheets import reading as csv_reading
from core.sheets.reading import Columns, parse_sheet

COLUMNS = Columns.parse("code! name! note")


def refusals(content: bytes, **options: bool) -> list[str]:
    return [str(refusal) for refusal in parse_sheet("x.csv", content, COLUMNS, **options).refusals]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "x.csv: the file is empty"),
        (b"\xef\xbb\xbf \r\n\t", "x.csv: the file is empty"),
        (
            b"code,name\na\x00,b\n",
            "x.csv, row 2, column code: the file holds a NUL character, so it is not text: save it as CSV UTF-8",
        ),
        (b"code,name\n\x81,b\n", "x.csv, row 2, column code: the text can't be read: save the file as CSV UTF-8"),
        (
            "code,name\na,Café\n".encode("cp1252"),
            "x.csv, “code,name a,Café”: the file is not UTF-8. It can be read as Windows-1252: if that looks right, "
            "run the import again with --other-encodings, or save the file as CSV UTF-8",
        ),
        (
            "code,name\na,Café\n".encode("utf-16"),
            "x.csv, “code,name a,Café”: the file is not UTF-8. It can be read as UTF-16: if that looks right, "
            "run the import again with --other-encodings, or save the file as CSV UTF-8",
        ),
        (b"code,name,code\na,b,c\n", "x.csv, row 1, column code: the column is there twice"),
        (b"code,,name\na,b,c\n", "x.csv, row 1: a column has no name"),
        (
            b"code,name,colour\na,b,c\n",
            "x.csv, row 1, column colour: the column is not known: rename or remove it. Known are code, name, note",
        ),
        (b"code,note\na,b\n", "x.csv, row 1, column name: the column is missing"),
        (b"code,name\na,b,c\n", "x.csv, row 2: the row has 3 cells, the header has 2"),
        (b"code,name\na,b\n\na\n", "x.csv, row 4: the row has 1 cells, the header has 2"),
        (
            b'code,name\na,"b\n',
            "x.csv, row 2: quotation marks or line ends are broken here (unexpected end of data)",
        ),
        (
            b'code,name\na,"b"c\n',
            "x.csv, row 2: quotation marks or line ends are broken here (',' expected after '\"')",
        ),
        (
            b"code,name\na," + b"b" * 10_001 + b"\n",
            f"x.csv, row 2, column name, “{'b' * 60}…”: the text is longer than 10000 characters",
        ),
    ],
)
def test_sheet_is_refused_with_a_reason(content, expected):
    assert refusals(content) == [expected]


def test_sheet_reads_all_it_can_and_gathers_each_ragged_row():
    sheet = parse_sheet("x.csv", b"code,name\na\nb,c\nd\n", COLUMNS)
    assert sheet.rows == [(3, {"code": "b", "name": "c"})]
    assert [refusal.row for refusal in sheet.refusals] == [2, 4]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_sheet_of_an_accepted_encoding_is_read(codec):
    sheet = parse_sheet("x.csv", "code,name\na,Café\n".encode(codec), COLUMNS, other_encodings=True)
    assert (sheet.rows, sheet.refusals) == ([(2, {"code": "a", "name": "Café"})], [])


def test_sheet_cells_lose_spaces_controls_and_the_apostrophe_of_an_export():
    sheet = parse_sheet("x.csv", "Code, NAME \n a ,'=1+1\nb,x\u202ey\n".encode(), COLUMNS)
    assert [cells for _, cells in sheet.rows] == [{"code": "a", "name": "=1+1"}, {"code": "b", "name": "xy"}]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_of_spreadsheets_are_read(separator):
    content = separator.join(["code", "name", "note"]) + "\n" + separator.join(["a", '"b,c;d"', "e"]) + "\n"
    sheet = parse_sheet("x.csv", content.encode(), COLUMNS)
    assert (sheet.rows, sheet.refusals) == ([(2, {"code": "a", "name": "b,c;d", "note": "e"})], [])


def test_sheet_rows_are_numbered_as_a_spreadsheet_numbers_them():
    sheet = parse_sheet("x.csv", b'code,name\na,"two\nlines"\n,\nb,c\n', COLUMNS)
    assert [number for number, _ in sheet.rows] == [2, 4]


def test_sheet_with_too_many_rows_is_refused_where_they_begin(monkeypatch):
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 2)
    assert refusals(b"code,name\na,b\nc,d\ne,f\n") == ["x.csv, row 4: the file has more than 2 rows: split it"]
    ragged = refusals(b"code,name\na\nc,d\ne\nf\n")
    assert ragged[-1] == "x.csv, row 4: the file has more than 2 rows: split it"
    assert len(ragged) == 2


def test_sheet_that_is_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(csv_reading, "MOST_BYTES", 1_000_000)
    sheet = parse_sheet("x.csv", b"x" * 1_000_001, COLUMNS)
    assert [str(refusal) for refusal in sheet.refusals] == ["x.csv: the file is larger than 1 MB: split it"]


@given(st.binary(max_size=300))
def test_sheet_of_any_bytes_gives_rows_or_reasons(content):
    sheet = parse_sheet("x.csv", content, COLUMNS, other_encodings=True)
    assert all(set(cells) <= {"code", "name", "note"} for _, cells in sheet.rows)
    assert sheet.rows == [] or {"code", "name"} <= set(sheet.rows[0][1])


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_sheet_gives_back_what_a_csv_writer_wrote(pairs):
    written = io.StringIO(newline="")
    csv.writer(written).writerows([("code", "name"), *pairs])
    sheet = parse_sheet("x.csv", written.getvalue().encode(), COLUMNS)
    kept = [
        {"code": restore_cell(clean_text(code)).strip(), "name": restore_cell(clean_text(name)).strip()}
        for code, name in pairs
        if code.strip() or name.strip()
    ]
    assert sheet.refusals == []
    assert [cells for _, cells in sheet.rows] == kept
