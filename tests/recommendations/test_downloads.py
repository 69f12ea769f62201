"""The rows of the list as files: what was printed first, then more; the same rows as the page."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from core.rules.text import restore_cell
from recommendations.models import Recommendation
from recommendations.sheets import RecommendationSheet
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory
from tests.recommendations.factories import ResponseFactory, WordingFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def whole(world, ask):
    """One recommendation of which everything is known."""
    one = ask(
        7,
        "=Summary report",
        explanation="Five working days\nSent to the PPB",
        review_due_on=date(2013, 9, 1),
        review_precision="month",
        priority="high",
        target_on=date(2013, 3, 31),
    )
    factories.RecommendationOwnerFactory(recommendation=one, printed_as="Policy and Strategy staff", is_lead=True)
    factories.RecommendationOwnerFactory(recommendation=one, printed_as="-Communications", position=2)
    factories.ProgressUpdateFactory(recommendation=one, reported_on=date(2013, 10, 29), text="They come out")
    factories.StatusChangeFactory(
        recommendation=one,
        to_status="implemented",
        reason="They come",
        evidence="Six of them",
        changed_on=date(2013, 11, 5),
    )
    Recommendation.objects.filter(pk=one.pk).update(status="implemented", status_reason="They come")
    ResponseFactory(recommendation=one, decision="in-part", responded_on=date(2012, 12, 1))
    ReviewFactory(recommendation=one, reviewed_on=date(2013, 12, 1))
    MonitoringDecisionFactory(recommendation=one, meeting__body=world.ppb, decided_on=date(2014, 2, 4))
    return one


def lines_of(client, ending, **query):
    response = client.get(reverse(f"recommendations:{ending}", args=["halton"]), query)
    if ending == "csv":
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[in_csv(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def in_csv(cell):
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def test_file_has_the_printed_columns_first_and_then_all_that_is_known(whole, client_for):
    heading, line = lines_of(client_for(None), "csv", standing="all")
    assert tuple(heading) == RecommendationSheet.headings()
    assert heading[:6] == ["Number", "Action", "Explanation", "By whom", "Progress", "Status"]
    assert dict(zip(heading, line, strict=True)) == {
        "Number": "7",
        "Action": "'=Summary report",
        "Explanation": "Five working days\nSent to the PPB",
        "By whom": "Policy and Strategy staff; -Communications",
        "Progress": "29 October 2013: They come out",
        "Status": "implemented",
        "Topic group": "Scrutiny of the partnership",
        "Lead": "Policy and Strategy staff",
        "Status since": "2013-11-05",
        "Status reason": "They come",
        "Latest progress on": "2013-10-29",
        "Review due": "September 2013",
        "Reviewed on": "2013-12-01",
        "Closed on": "2014-02-04",
        "Response": "accepted in part",
        "Priority": "high",
        "Target": "2013-03-31",
        "Report": "public",
    }
    assert restore_cell(line[1]) == whole.title


@pytest.mark.parametrize(
    ("on", "known"),
    [
        ("2012-11-30", {"Status": "not started"}),
        ("2013-10-30", {"Progress": "29 October 2013: They come out", "Response": "accepted in part"}),
        ("2014-02-03", {"Reviewed on": "2013-12-01", "Closed on": ""}),
    ],
)
def test_file_of_a_past_day_knows_nothing_later(on, known, whole, client_for):
    heading, line = lines_of(client_for(None), "csv", standing="all", on=on)
    found = dict(zip(heading, line, strict=True))
    assert {name: found[name] for name in known} == known


def test_spreadsheet_has_the_cells_of_the_csv(whole, ask, client_for):
    ask(8, "Plain")
    query = {"standing": "all", "sort": "number"}
    assert lines_of(client_for(None), "xlsx", **query) == lines_of(client_for(None), "csv", **query)


@pytest.mark.parametrize(
    "query",
    [{}, {"standing": "all"}, {"standing": "closed"}, {"heard": "silent"}, {"response": "none", "sort": "number"}],
)
def test_file_has_the_rows_of_the_page(query, whole, ask, client_for):
    ask(8, "Plain")
    ask(9, "Another")
    page = client_for(None).get(reverse("recommendations:list", args=["halton"]), query).context["page"]
    listed = [str(row.number) for row in page]
    assert [line[0] for line in lines_of(client_for(None), "csv", **query)[1:]] == listed
    assert [line[0] for line in lines_of(client_for(None), "xlsx", **query)[1:]] == listed


def test_file_has_the_wording_of_the_day(ask, client_for):
    one = ask(1, "New words")
    WordingFactory(recommendation=one, number=1, title="Old words", worded_on=date(2012, 9, 1))
    WordingFactory(recommendation=one, number=2, title="New words", worded_on=date(2014, 1, 1), change_note="Clearer")
    shown = [lines_of(client_for(None), "csv", on=on)[1][1] for on in ("2013-10-29", "2014-01-01")]
    assert shown == ["Old words", "New words"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("count", [1, 50])
def test_file_needs_the_same_queries_for_any_number(count, ending, ask, client_for, django_assert_num_queries):
    for number in range(1, count + 1):
        one = ask(number)
        factories.ProgressUpdateFactory.create_batch(2, recommendation=one)
        factories.RecommendationOwnerFactory(recommendation=one)
        factories.StatusChangeFactory(recommendation=one)
    client = client_for(None)
    with django_assert_num_queries(10):
        client.get(reverse(f"recommendations:{ending}", args=["halton"]))
