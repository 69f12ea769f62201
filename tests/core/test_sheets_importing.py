"""A column is declared once: it goes out, comes back, is shown, and is refused with its row (I-1, I-2)."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.sheets import cells
from core.sheets.forms import SheetForm
from core.sheets.importing import Fixed, ImportSheet, Input

TODAY = date(2026, 11, 18)


@dataclass
class Pump:
    pk: int
    name: str
    state: str = ""
    checked_on: date | None = None


class PumpSheet(ImportSheet[Pump, dict]):
    noun, fixed_because, does = "pump", "a file changes the state only", "the file changes {} pumps"
    most_rows, most_changes = 3, 2
    name = Fixed[Pump]("name", lambda one: one.name)
    state = Input[Pump, str](
        "state", lambda one: one.state, parse=cells.choice({"runs": "on", "rests": "off"}), help="runs or rests"
    )

    def change(self, row):
        return row.values or None


class CheckedPumpSheet(PumpSheet):
    checked = Input[Pump, date]("checked", lambda one: one.checked_on, parse=cells.past_day, help="the day")


PUMPS = [Pump(1, "North"), Pump(2, "=South", "runs", date(2026, 3, 4))]


def read(content, sheet=CheckedPumpSheet):
    return sheet(PUMPS, today=TODAY).read("x.csv", content.encode())


def refusals(content, sheet=CheckedPumpSheet):
    return [str(refusal) for refusal in read(content, sheet).refusals]


def test_column_that_is_declared_in_one_line_goes_out_and_comes_back():
    assert "".join(CheckedPumpSheet.table(PUMPS).csv()).splitlines() == [
        "\ufeffid,name,state,checked",
        "1,North,,",
        "2,'=South,runs,2026-03-04",
    ]
    assert "".join(CheckedPumpSheet.table(()).csv()) == "\ufeffid,name,state,checked\r\n"
    assert read("id,checked\n1,3/4/2026\n").changes == [({"checked": date(2026, 4, 3)}, PUMPS[0])]
    assert refusals("id,checked\n1,soon\n2,19 Nov 2026\n") == [
        "x.csv, row 2, column checked, “soon”: “soon” is not a date, for example 16 11 2026",
        "x.csv, row 3, column checked, “19 Nov 2026”: 19 November 2026 has not come yet",
    ]
    assert refusals("id,checked\n1,\n", PumpSheet) == [
        "x.csv, row 1, column checked: the column is not known: rename or remove it. Known are id, name, state"
    ]


def test_days_as_spreadsheets_count_them_are_refused_with_the_way_out():
    assert refusals("id,checked\n1,46125\n") == [
        "x.csv, row 2, column checked, “46125”: “46125” is how a spreadsheet counts days: format the column as a date, "
        "then save it again"
    ]


def test_all_faults_of_a_file_are_found_at_once():
    assert refusals("id,name,state,checked\n1,South,walks,32/1/2026\n7,,,\n2,=south,RUNS,\n") == [
        "x.csv, row 2, column name, “South”: the portal has “North” here, and a file changes the state only",
        "x.csv, row 2, column state, “walks”: the word is not known. Known are runs, rests",
        "x.csv, row 2, column checked, “32/1/2026”: “32/1/2026” is not a day of the calendar",
        "x.csv, row 3, column id, “7”: the partnership has no pump with this id",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("id,state\n1,runs\n1,rests\n", "x.csv, row 3, column id, “1”: the pump is there twice"),
        ("id\n1\n2\n3\n4\n", "x.csv: the file has more than 3 rows: split it"),
    ],
)
def test_rows_that_are_too_many_are_refused(content, reason):
    assert refusals(content) == [reason]


def test_changes_that_are_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(PumpSheet, "most_changes", 1)
    assert refusals("id,state\n1,runs\n2,rests\n") == [
        "x.csv: the file changes 2 pumps, and 1 at once is the most: split it"
    ]


def test_empty_cells_ask_for_nothing():
    assert (read("id,name,state\n1,,\n2,,\n").unchanged, read("id\n1\n").changes) == (2, [])


def test_form_says_what_is_taken():
    file = SheetForm(sheet=PumpSheet).fields["file"]
    assert (file.label, file.help_text) == (
        "CSV file or Excel workbook",
        "The list as it was downloaded here, at most 3 rows and 1 MB.",
    )
