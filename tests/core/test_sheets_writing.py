import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.text import clean_text, restore_cell
from core.sheets import Table
from core.sheets.writing import LONGEST_CELL, ROWS_A_PIECE
from tests.core.files import csv_text, xlsx_bytes

TEXTS = st.lists(st.text(alphabet=st.sampled_from("'=+-@\t\n ab\"#,;é\u202e")) | st.text(max_size=20), min_size=1)


def read_csv(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def read_xlsx(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows()]


def test_csv_text_starts_with_a_byte_order_mark_and_writes_numbers_plain():
    rows = [["=cmd", Decimal("-5.20"), -3, date(2012, 3, 1), datetime(2026, 7, 1, 12, tzinfo=UTC), True, None]]
    text = csv_text(["Action", "A", "B", "C", "D", "E", "F"], rows)
    assert text == "\ufeffAction,A,B,C,D,E,F\r\n'=cmd,-5.20,-3,2012-03-01,2026-07-01 13:00,Yes,\r\n"


def test_xlsx_bytes_keeps_numbers_and_dates_and_forces_text():
    rows = [["=1+1", "#N/A", Decimal("-5.20"), date(2012, 3, 1), datetime(2026, 7, 1, 12, tzinfo=UTC)]]
    headings, row = read_xlsx(xlsx_bytes(["=a", "b", "c", "d", "e"], rows, title="Progress: 2012/13"))
    assert [cell.value for cell in headings] == ["=a", "b", "c", "d", "e"]
    assert [cell.value for cell in row] == ["'=1+1", "#N/A", -5.2, datetime(2012, 3, 1), datetime(2026, 7, 1, 13)]  # noqa: DTZ001
    assert [cell.data_type for cell in row] == ["s", "s", "n", "d", "d"]


def test_xlsx_bytes_has_bold_headings_that_stay_in_sight():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["Action"], [["x" * 30]], title="A/b: [c]"))).active
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("A b   c", "A2", True)
    assert sheet.column_dimensions["A"].width == 32


def test_xlsx_bytes_says_where_the_format_cuts_a_text():
    cell = read_xlsx(xlsx_bytes(["Text"], [["x" * 40_000]]))[1][0]
    assert len(cell.value) == LONGEST_CELL
    assert cell.value.endswith("… (cut here: the CSV has the full text)")


@given(TEXTS)
def test_csv_text_comes_back_as_it_went(texts):
    _, *rows = read_csv(csv_text(["v", "w"], [[text, "end"] for text in texts]))
    assert [restore_cell(row[0]) for row in rows] == [clean_text(text) for text in texts]
    assert all(row[0][:1] not in tuple("=+-@\t\r") for row in rows)


@given(TEXTS)
def test_xlsx_bytes_comes_back_as_it_went(texts):
    _, *rows = read_xlsx(xlsx_bytes(["v", "w"], [[text, "end"] for text in texts]))
    assert [restore_cell(row[0].value or "") for row in rows] == [clean_text(text) for text in texts]
    assert {row[0].data_type for row in rows} <= {"s", "inlineStr", "n"}


@pytest.mark.parametrize(("rows", "is_streamed"), [(ROWS_A_PIECE - 1, False), (2 * ROWS_A_PIECE + 1, True)])
def test_download_of_many_rows_is_sent_while_it_is_written(rows, is_streamed):
    answer = Table(["n"], ([number] for number in range(rows))).download("numbers.csv")
    assert answer.streaming is is_streamed
    assert answer.getvalue().decode().split() == ["\ufeffn", *map(str, range(rows))]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
