"""Open recommendations go out as CSV or XLSX and come back with new progress (I-1 to I-4)."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from progress.models import ProgressUpdate
from progress.sheets import ProgressSheet
from recommendations.models import Recommendation
from tests import factories
from tests.progress.asking import ASKED_ON, NINE, owner, recommend, study


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(ppb):
    return study(ppb)


@pytest.fixture
def one(group, partnership):
    """Recommendation 1, with words that a spreadsheet would take for a formula."""
    college = owner(partnership, "Café College")
    made = recommend(group, 1, college, title="=Annual report")
    factories.ProgressUpdateFactory(
        recommendation=made, text="-A draft,\nthey say", reported_by="College", reported_on=date(2026, 9, 1)
    )
    return made


@pytest.fixture
def office(client_for, officer):
    return client_for(officer)


def url(name):
    return reverse(f"progress:{name}", args=["halton"])


def words(response):
    return " ".join(response.content.decode().split())


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def changed(client, **cells):
    """The downloaded CSV with other words in its first row."""
    rows = rows_of(client.get(url("progress_csv")).content)
    rows[0] |= cells
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def changed_book(client, *values):
    """The downloaded workbook with values in the last columns of its first row."""
    book = load_workbook(io.BytesIO(client.get(url("progress_xlsx")).content))
    for column, value in zip("FGHI", values, strict=False):
        book.active[f"{column}2"] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, content, name="progress.csv"):
    return client.post(url("progress_import"), {"file": SimpleUploadedFile(name, content)})


def confirm(client, shown):
    return client.post(url("progress_confirm"), {"plan": shown.context["plan"]}, follow=True)


def preview(content, name="x.csv"):
    known = Recommendation.objects.as_at(ASKED_ON).by_number()
    return ProgressSheet(known, today=ASKED_ON).read(name, content)


def newest():
    one = ProgressUpdate.objects.latest("pk")
    return one.text, one.status, one.reported_on, one.reported_by


def test_download_has_empty_columns_and_is_neutralised(one, office):
    (row,) = rows_of(office.get(url("progress_csv")).content)
    assert row == {
        "id": str(one.pk),
        "number": "1",
        "title": "'=Annual report",
        "owner": "Café College",
        "latest_progress": "1 September 2026: -A draft,\nthey say",
        "new_progress": "",
        "status": "",
        "date": "",
        "reported_by": "",
    }


def test_files_hold_what_the_filters_leave_and_the_same_in_both_forms(one, office, group, partnership):
    recommend(group, 2, owner(partnership, "Council", code="council"), title="Joint meetings")
    recommend(group, 3, status="implemented", status_reason="Done")
    rows = rows_of(office.get(url("progress_csv")).content)
    sheet = load_workbook(io.BytesIO(office.get(url("progress_xlsx")).content)).active
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True, min_row=2)] == [
        list(row.values()) for row in rows
    ]
    assert [row["number"] for row in rows] == ["1", "2"]
    filtered = office.get(url("progress_csv"), {"owner": "council"}).content
    assert [row["number"] for row in rows_of(filtered)] == ["2"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_file_as_downloaded_adds_nothing(ending, one, office):
    content = office.get(url(f"progress_{ending}")).content
    assert "The file adds nothing" in words(send(office, content, f"x.{ending}"))
    assert (preview(content).unchanged, preview(content).refusals) == (1, [])


def test_csv_is_shown_then_taken_and_adds_nothing_again(one, office):
    content = changed(office, new_progress="=Printed", status="Implemented", date="30/11/2026", reported_by="Office")
    shown = send(office, content)
    for words_shown in ("New: 1. Unchanged: 0. Refused: none.", "=Printed", "30 November 2026, Office"):
        assert words_shown in words(shown)
    assert ProgressUpdate.objects.count() == 1
    assert "Progress on one recommendation is written down." in words(confirm(office, shown))
    assert newest() == ("=Printed", "implemented", date(2026, 11, 30), "Office")
    assert "The file adds nothing" in words(send(office, content))
    assert "That was on record already" in words(confirm(office, shown))
    assert ProgressUpdate.objects.count() == 2


def test_workbook_is_taken_with_dates_read_as_dates(one, office, tuesday):
    content = changed_book(office, "Printed", "in progress", date(2026, 11, 30))
    confirm(office, send(office, content, "progress.xlsx"))
    assert newest() == ("Printed", "in-progress", date(2026, 11, 30), "Café College")
    assert "The file adds nothing" in words(send(office, content, "progress.xlsx"))


def test_file_without_a_date_is_of_today_and_adds_nothing_tomorrow(one, office, tuesday, client_for, officer):
    content = changed(office, new_progress="Printed", status="in progress")
    confirm(office, send(office, content))
    assert newest() == ("Printed", "in-progress", ASKED_ON, "Café College")
    tuesday.shift(24 * 60 * 60)
    assert "The file adds nothing" in words(send(client_for(officer), content))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "99999999"}, "column id, “99999999”: the partnership has no recommendation with this id"),
        ({"id": "x"}, "column id, “x”: the partnership has no recommendation with this id"),
        ({"number": "7"}, "column number, “7”: the portal has “1” here, and a file only adds progress"),
        ({"title": "Shut"}, "column title, “Shut”: the portal has “=Annual report” here"),
        ({"owner": "Nobody"}, "column owner, “Nobody”: the portal has “Café College” here"),
        ({"new_progress": "x" * 4001}, "column new_progress, “xxx"),
        ({"new_progress": "One"}, "column status: the status is missing. Known are not started, in progress, "),
        ({"new_progress": "One", "status": "fine"}, "column status, “fine”: the word is not known. Known are "),
        ({"new_progress": "One", "status": "in progress", "date": "31/02/2026"}, "column date, “31/02/2026”: "),
        ({"new_progress": "One", "status": "in progress", "date": "2026-12-02"}, "column date, “2026-12-02”: 2 Dec"),
        ({"new_progress": "One", "status": "in progress", "date": "1066-10-14"}, "column date, “1066-10-14”: 14 O"),
        ({"new_progress": "One", "status": "in progress", "reported_by": "x" * 121}, "column reported_by, “xxx"),
        ({"status": "in progress"}, "column status, “in progress”: there is no new progress in this row"),
        ({"date": "2026-11-30"}, "column date, “2026-11-30”: there is no new progress in this row"),
    ],
)
def test_row_is_refused_with_its_place_value_and_reason(cells, reason, one, office):
    content = changed(office, **cells)
    assert str(preview(content).refusals[0]).startswith(f"x.csv, row 2, {reason}")
    answer = send(office, content)
    assert answer.status_code == 400
    assert "Nothing was added: 1 thing has to be put right first" in words(answer)


def test_nobody_is_guessed_where_several_owners_do_it(one, office, partnership):
    factories.RecommendationOwnerFactory(
        recommendation=one, owner=owner(partnership, "Council"), printed_as="Council", position=2
    )
    content = changed(office, new_progress="One", status="in progress")
    assert str(preview(content).refusals[0]).endswith("several owners do it: say which of them reports")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!DOCTYPE html><html></html>", "progress.xlsx"),
        (b"<!DOCTYPE html><html></html>", "progress.csv"),
        (b"id,nonsense\n1,2\n", "progress.csv"),
        (b"PK\x03\x04 cut off", "progress.xlsx"),
    ],
)
def test_hostile_file_is_refused_and_adds_nothing(content, name, one, office):
    assert send(office, content, name).status_code == 400
    assert ProgressUpdate.objects.count() == 1


def test_formula_in_a_workbook_is_refused(one, office):
    content = changed_book(office, "=1+1", "in progress")
    assert "the cell holds a formula" in words(send(office, content, "progress.xlsx"))


def test_one_row_that_is_refused_stops_all_of_it(one, office, group, partnership):
    recommend(group, 2, owner(partnership, "Council"))
    content = changed(office, new_progress="One", status="in progress") + b"99999,,,,,Two,in progress,,\n"
    assert send(office, content).status_code == 400
    assert ProgressUpdate.objects.count() == 1


def test_progress_reported_between_preview_and_confirmation_stops_the_file(one, office):
    shown = send(office, changed(office, new_progress="Mine", status="in progress"))
    factories.ProgressUpdateFactory(recommendation=one, text="Theirs")
    answer = confirm(office, shown)
    assert answer.status_code == 409
    assert "Theirs" in words(answer)
    assert not ProgressUpdate.objects.filter(text="Mine").exists()


def test_plan_of_somebody_else_or_changed_on_the_way_is_refused(one, office, client_for, admin):
    shown = send(office, changed(office, new_progress="Mine", status="in progress"))
    for client, plan in ((client_for(admin), shown.context["plan"]), (office, shown.context["plan"] + "x")):
        answer = client.post(url("progress_confirm"), {"plan": plan}, follow=True)
        assert "That page was a day old, or not yours" in words(answer)
    assert ProgressUpdate.objects.count() == 1


def test_more_than_is_taken_at_once_is_refused(one, office, monkeypatch):
    monkeypatch.setattr(ProgressSheet, "most_changes", 0)
    content = changed(office, new_progress="One", status="in progress")
    assert str(preview(content).refusals[0]).startswith("x.csv: the file adds progress to 1, and 0 at once")


def test_file_that_is_too_large_is_refused_unread(office):
    assert "The file must be 1 MB or smaller: split it" in words(send(office, b"x" * 1_000_001))


@pytest.mark.parametrize("count", [1, 100])
def test_download_takes_the_same_queries_for_any_number(count, group, office, django_assert_num_queries):
    for number in range(1, count + 1):
        recommend(group, number)
    with django_assert_num_queries(16):
        assert len(rows_of(office.get(url("progress_csv")).content)) == count
