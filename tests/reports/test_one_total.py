"""Page, paper, file and annual report of one list count the same, or say what they leave out."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from attendance.models import Attendance
from boards.models import Partnership
from core import clock
from core.models import RenderedFile
from monitoring.models import MonitoringDecision
from reports.assembly.document import YearFacts
from reports.assembly.recommendations import read_recommendations
from reports.printing import progress_table
from reports.rules import ReportedYear
from summaries.models import MeetingSummary
from tests import factories
from tests.reading import joined
from tests.reports.makers import NOON, TODAY

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
    assert "1 closed not shown" in found
    assert f"16 recommendations, {OF_WHICH}" in read("recommendations:list", standing="all").text


def test_files_have_the_rows_of_the_list_and_say_which_are_not_public(read):
    rows = file_rows(read("recommendations:csv"))
    sheet = load_workbook(BytesIO(read("recommendations:xlsx").content)).active
    assert (len(rows), sheet.max_row) == (15, 16)
    assert sorted(row[-1] for row in rows) == ["in preparation, not public", *["public"] * 14]


def test_home_and_overview_count_all_and_say_of_which(read):
    assert f"16 recommendations, {OF_WHICH}." in read("office:home").text
    overview = read("monitoring:overview")
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
    html = joined(progress_table.page(RenderedFile.objects.get()).html)
    assert "<strong>14</strong> recommendations" in html
    assert "1 closed recommendation is not included." in html
    assert "1 recommendation of a report in preparation is not included." in html
    assert "Sorted by: number" in html


def test_paper_of_all_of_the_public_leaves_nothing_out(read, client_for):
    address = reverse("reports:recommendations_pdf", args=["halton"])
    client_for(None).post(address, {"sort": "status", "standing": "all"})
    html = joined(progress_table.page(RenderedFile.objects.get()).html)
    assert "<strong>15</strong> recommendations" in html
    assert "Monitoring: Closed ones too. Sorted by: status" in html
    assert "not included" not in html


def test_annual_report_counts_the_public_ones_and_tells_the_office_of_others(sixteen, partnership):
    facts = read_recommendations(partnership, ReportedYear.seen_on(clock.today(), 2026))
    assert (len(facts.shown), facts.closed) == (15, 1)
    assert "1 recommendation of a report in preparation is not included" in facts.gaps


# Meetings, actions, attendance and measures: page, file and annual report


def a_year_of(partnership, *, mark=""):
    """Of a Board and an SSP: three meetings with a summary due, one of them joint, one within its five days; one
    cancelled, one proposed, one planned. Four actions. A measure with figures, one with none."""
    board = factories.BodyFactory(partnership=partnership, code="one-board", name=f"{mark}The Board", kind="board")
    ssp = factories.BodyFactory(partnership=partnership, code="one-ssp", name=f"{mark}An SSP", kind="ssp")
    seats = [factories.SeatFactory(body=body, number=number) for body in (board, ssp) for number in (1, 2)]
    for seat in seats:
        factories.SeatHoldingFactory(seat=seat, organisation__partnership=partnership)

    def held(body, held_on, due_on, published_on, states):
        meeting = factories.MeetingFactory(body=body, held_on=held_on, summary_due_on=due_on, status="held")
        if published_on:
            at = datetime.combine(published_on, time(12), tzinfo=UTC)
            MeetingSummary.objects.create(meeting=meeting, published_at=at)
        for seat, state in zip(seats, states, strict=True):
            if state:
                Attendance.objects.create(meeting=meeting, seat=seat, state=state)
        return meeting

    alone = held(board, date(2026, 5, 5), date(2026, 5, 12), date(2026, 5, 12), ("present", "absent", "", ""))
    joint = held(ssp, date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9), ("online", "deputy", "absent", "absent"))
    joint.joint_bodies.create(body=board)
    held(ssp, date(2026, 7, 6), date(2026, 7, 13), None, ("", "", "present", "leave"))
    held(board, date(2026, 11, 20), date(2026, 11, 27), None, ("", "", "", ""))
    for status in ("cancelled", "proposed", "planned"):
        factories.MeetingFactory(body=board, held_on=date(2026, 8, 3), status=status)
    for meeting, status, due_on, closed_on in (
        (alone, "done", None, date(2026, 6, 1)),
        (alone, "in-progress", date(2026, 8, 1), None),
        (joint, "not-started", date(2027, 1, 1), None),
        (joint, "dropped", None, date(2026, 7, 1)),
    ):
        factories.ActionFactory(meeting=meeting, status=status, due_on=due_on, closed_on=closed_on)
    measure = factories.MeasureFactory(partnership=partnership, name=f"{mark}Jobs")
    for year in (2024, 2025):
        factories.ResultFactory(measure=measure, year=year, value=year)
    factories.MeasureFactory(partnership=partnership, name=f"{mark}Never measured")
    return board


@pytest.fixture
def year(partnership, world):
    with time_machine.travel(NOON, tick=False):
        a_year_of(world.elsewhere, mark="Their ")
        yield a_year_of(partnership)


@pytest.fixture
def of_year(year, client_for, officer):
    def page(name, *args, by=None, **query):
        return client_for(by).get(reverse(name, args=["halton", *args]), query)

    return page


@pytest.fixture
def reported(year, partnership):
    return YearFacts(partnership, ReportedYear.seen_on(TODAY, 2026))


def test_meetings_of_list_register_and_report(of_year, reported):
    assert "7 meetings." in of_year("meetings:list").text
    assert len(reported.meetings.held) + len(reported.meetings.unheld) == 5
    # Planned for a day that is past counts as announced; what is only proposed is no meeting yet.
    assert "1 meeting that was cancelled or postponed is not counted." in reported.meetings.notes
    assert "1 announced meeting without a record of being held" in reported.meetings.gaps


def test_summaries_on_time_of_register_its_file_and_report(of_year, reported):
    found = of_year("summaries:register").text
    assert "In 2026/27, 1 of 3 summaries came on time: 33%." in found
    assert "1 more is still within the five working days and is not counted." in found
    assert "Nothing was owed for 1 meeting that was cancelled or postponed." in found
    assert "Download all 4 as CSV" in found
    assert len(file_rows(of_year("summaries:register_csv"))) == 4
    total = reported.meetings.total
    assert (total.on_time, total.owed, reported.meetings.on_time_share) == (1, 3, 33)
    assert reported.meetings.waiting_note == (
        "For 1 meeting the five working days were not over: its summary does not count as due."
    )


def test_actions_of_list_file_and_report(of_year, reported):
    assert "4 actions." in of_year("actions:actions").text
    assert len(file_rows(of_year("actions:actions_csv"))) == 4
    counts = reported.meetings.actions
    assert (counts.agreed, counts.done, counts.open, counts.overdue, counts.dropped) == (4, 1, 2, 1, 1)
    for status, number in (("done", counts.done), ("dropped", counts.dropped)):
        assert len(file_rows(of_year("actions:actions_csv", status=status))) == number


def test_attendance_of_page_files_and_report(of_year, reported, year):
    matrix = of_year("attendance:matrix", year.code, year="2026-27").context["matrix"]
    assert (matrix.tally.filled, matrix.tally.recorded, matrix.tally.percent) == (3, 4, 75)
    in_csv = file_rows(of_year("attendance:matrix_csv", year.code, year="2026-27"))
    assert in_csv[-2][1:4] == ["Seats filled", "1", "2"]
    sheet = load_workbook(BytesIO(of_year("attendance:matrix_xlsx", year.code, year="2026-27").content)).active
    assert ["" if cell.value is None else str(cell.value) for cell in sheet[sheet.max_row - 1]] == in_csv[-2]
    assert (in_csv[-2][-1], reported.meetings.board_attendance) == ("75", 75)


def test_attendance_that_is_kept_to_members_is_in_no_public_total(of_year, partnership, member):
    Partnership.objects.filter(pk=partnership.pk).update(shows_attendance_rates=False)
    partnership.refresh_from_db()
    assert of_year("attendance:attendance_csv").status_code == 302
    assert of_year("attendance:attendance_csv", by=member).status_code == 200
    facts = YearFacts(partnership, ReportedYear.seen_on(TODAY, 2026))
    assert facts.meetings.board_attendance is None


def test_measures_of_page_and_report(of_year, reported):
    assert "<strong>2 measures</strong>" in of_year("performance:list").text
    facts = reported.measures
    assert len((*facts.moved, *facts.single, *facts.undated, *facts.silent)) + facts.left_out == 2
    assert facts.left_out_note == "1 measure without a figure up to this year is not shown."
