"""The progress table of October 2013, reproduced from the data pack and compared with it row by row."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from io import BytesIO
from itertools import groupby

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core.pdf import paper_from_html
from recommendations.models import Recommendation
from reports.printing import progress_table, report_summary
from scrutiny.models import TopicGroup
from tests.halton import HALTON, add_halton
from tests.papers import accessibility_errors

# The printed table bears no date; the board that received it met on this day.
ON = date(2013, 10, 29)

pytestmark = pytest.mark.django_db


def rows_of(name):
    with (HALTON / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed():
    """Each recommendation of the data pack with its entries, in their order."""
    entries = groupby(rows_of("progress.csv"), key=lambda row: row["rec_no"])
    progress = {number: [row["summary"] for row in found] for number, found in entries}
    return [
        {
            "number": row["rec_no"],
            "title": row["title"],
            "points": [point.strip() for point in row["explanation_points"].split("|")],
            "task": row["task_asked_of_them"],
            "owners": [owner.strip() for owner in row["by_whom"].split(";")],
            "progress": progress[row["rec_no"]],
            "status": row["suggested_overall_status"],
            "reason": row["status_reason"],
        }
        for row in rows_of("recommendations.csv")
    ]


@pytest.fixture
def halton():
    return add_halton()


def as_at(partnership):
    known = Recommendation.objects.visible_to(AnonymousUser()).filter(partnership=partnership)
    return known.as_at(ON).by_number()


def plain(text):
    """Without white space and hyphens: lines break, and words are divided, where the paper has room."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_data_pack_has_ten_recommendations_and_23_entries():
    assert (len(printed()), sum(len(row["progress"]) for row in printed())) == (10, 23)


def test_paper_has_every_word_of_the_data_pack_in_its_order(halton):
    rows = [one.pk for one in as_at(halton)]
    made = paper_from_html(progress_table.html(halton, ON, rows, ""))
    reader = PdfReader(BytesIO(made.content))
    text = plain("".join(body_of(page.extract_text()) for page in reader.pages))
    place = text.index(plain("By whom Progress Status"))
    for row in printed():
        # A row's cells are read from left to right; a cell that goes on overleaf is read on there.
        cells = [f"{row['number']} {row['title']}", *row["points"], ", ".join(row["owners"]), *row["progress"]]
        for words in (*cells, row["status"], row["reason"]):
            found = text.find(plain(words), place)
            assert (row["number"], words, found >= place) == (row["number"], words, True)
            place = found + len(plain(words))
        assert plain(row["task"]) in text
    assert accessibility_errors(made.content) == []


def body_of(text):
    """A page's words without its running head, its foot and the repeated heads of the columns."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not re.fullmatch(r"Halton Strategic Partnership|page \d+ of \d+", line))


def test_rows_of_the_paper_are_those_of_the_data_pack(halton):
    found = [
        {
            "number": str(one.number),
            "title": one.title_shown,
            "points": one.points,
            "task": one.task_shown,
            "owners": one.by_whom,
            "progress": [entry.text for entry in one.progress_on_day],
            "status": one.status_shown.label,
            "reason": one.reason_shown,
        }
        for one in as_at(halton)
    ]
    assert found == printed()


def in_files():
    """The six first columns as the files have them."""
    return [
        [
            row["number"],
            row["title"],
            "\n".join(row["points"]),
            "; ".join(row["owners"]),
            "\n".join(f"date not known: {entry}" for entry in row["progress"]),
            row["status"],
        ]
        for row in printed()
    ]


def test_csv_has_the_rows_of_the_data_pack(halton, client):
    answer = client.get(reverse("recommendations:csv", args=["halton"]), {"on": ON.isoformat(), "sort": "number"})
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [line[:6] for line in lines[1:]] == in_files()


def test_spreadsheet_has_the_rows_of_the_data_pack(halton, client):
    answer = client.get(reverse("recommendations:xlsx", args=["halton"]), {"on": ON.isoformat(), "sort": "number"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    lines = [[str(cell) for cell in row[:6]] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert lines == in_files()


def test_summary_of_haltons_report_is_one_page(halton):
    group = TopicGroup.objects.select_related("partnership", "commissioned_by", "body").get(partnership=halton)
    made = paper_from_html(report_summary.html(group, ON))
    text = plain(PdfReader(BytesIO(made.content)).pages[0].extract_text())
    assert made.pages == 1
    assert [row["title"] for row in printed() if plain(row["title"]) not in text] == []
    for words in ("Report received September 2012", "no response yet 10", "10 overdue", "No. 8"):
        assert plain(words) in text
    assert accessibility_errors(made.content) == []
