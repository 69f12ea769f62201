"""Page, paper and file of recommendations count the same, or say what they leave out."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.models import RenderedFile
from recommendations.models import MonitoringDecision
from reports.assembly.recommendations import read_recommendations
from reports.printing import progress_table
from reports.rules import ReportedYear
from tests import factories

OF_WHICH = "1 of them closed and 1 from a report in preparation, which is not public"


@pytest.fixture
def sixteen(partnership, ppb, officer):
    """14 that everyone may read and that are monitored, one closed, one of a report in preparation."""
    public = factories.TopicGroupFactory(partnership=partnership, received_on=date(2012, 9, 1))
    made = [
        factories.RecommendationFactory(partnership=partnership, topic_group=public, number=number)
        for number in range(1, 16)
    ]
    meeting = factories.MeetingFactory(body=ppb, held_on=date(2026, 6, 1), status="held")
    MonitoringDecision.objects.create(
        recommendation=made[-1],
        choice="stop",
        decided_on=date(2026, 6, 1),
        meeting=meeting,
        reason="Done",
        recorded_by=officer,
    )
    draft = factories.TopicGroupFactory(partnership=partnership, is_draft=True, received_on=None)
    factories.RecommendationFactory(partnership=partnership, topic_group=draft, number=1)


@pytest.fixture
def read(sixteen, client_for, officer):
    def page(name, *, by=officer, **query):
        return client_for(by).get(reverse(name, args=["halton"]), query)

    return page


def file_rows(answer):
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_list_says_what_it_counts_and_what_it_leaves_out(read):
    found = read("recommendations:list").text
    assert "15 recommendations, 1 from a report in preparation, which is not public" in found
    assert "1 closed one left out" in found
    assert f"16 recommendations, {OF_WHICH}" in read("recommendations:list", standing="all").text


def test_files_have_the_rows_of_the_list_and_say_which_are_not_public(read):
    rows = file_rows(read("recommendations:csv"))
    sheet = load_workbook(BytesIO(read("recommendations:xlsx").content)).active
    assert (len(rows), sheet.max_row) == (15, 16)
    assert sorted(row[-1] for row in rows) == ["in preparation, not public", *["public"] * 14]


def test_home_and_overview_count_all_and_say_of_which(read):
    assert f"16 recommendations, {OF_WHICH}." in read("office:home").text
    overview = read("recommendations:overview")
    assert overview.context["overview"].every.number.number == 16
    assert "1 from a report in preparation, which is not public" in overview.text


def test_reader_who_sees_less_reads_of_nothing_left_out_but_what_is_closed(read):
    assert "15 recommendations, 1 of them closed." in read("office:home", by=None).text
    found = read("recommendations:list", by=None).text
    assert "14 recommendations" in found
    assert "in preparation" not in found
    assert len(file_rows(read("recommendations:csv", by=None))) == 14


def test_paper_says_what_it_leaves_out_and_how_it_is_sorted(read, partnership, client_for, officer):
    client_for(officer).post(reverse("reports:recommendations_pdf", args=["halton"]), {"sort": "number"})
    html = progress_table.page(RenderedFile.objects.get()).html
    assert "<strong>14</strong> recommendations" in html
    assert "1 closed recommendation is not included." in html
    assert "1 recommendation of a report in preparation is not included." in html
    assert "Sorted by: number" in html


def test_paper_of_all_of_the_public_leaves_nothing_out(read, client_for):
    address = reverse("reports:recommendations_pdf", args=["halton"])
    client_for(None).post(address, {"sort": "status", "standing": "all"})
    html = progress_table.page(RenderedFile.objects.get()).html
    assert "<strong>15</strong> recommendations" in html
    assert "Monitoring: Closed ones too. Sorted by: status" in html
    assert "not included" not in html


def test_annual_report_counts_the_public_ones_and_tells_the_office_of_others(sixteen, partnership):
    facts = read_recommendations(partnership, ReportedYear.seen_on(clock.today(), 2026))
    assert (len(facts.shown), facts.closed) == (15, 1)
    assert "1 recommendation of a report in preparation is not included" in facts.gaps
