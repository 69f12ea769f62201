"""The lists of meetings and of actions: what is found, in which order, at which cost."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from core.rules.working_days import LONDON
from tests import factories
from tests.cycle import MONDAY, WEDNESDAY_NOON


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY_NOON, tick=False):
        yield


@pytest.fixture
def public(client_for):
    return client_for(None)


def at(name):
    return reverse(name, args=["halton"])


def meetings_on(board, rows):
    for row in range(rows):
        made = factories.MeetingFactory(
            body=board,
            held_on=MONDAY - timedelta(days=row),
            summary_due_on=MONDAY - timedelta(days=row - 7),
        )
        factories.MeetingSummaryFactory(meeting=made, published_at=WEDNESDAY_NOON if row % 3 else None)


# Partnership, added holidays, bodies and years of the filters, the count and the page of rows.
LIST_QUERIES = 6


@pytest.mark.parametrize("rows", [1, 100])
def test_meeting_list_takes_the_same_queries_for_one_row_and_for_a_hundred(
    rows, board, public, django_assert_num_queries
):
    meetings_on(board, rows)

    with django_assert_num_queries(LIST_QUERIES):
        page = public.get(at("meetings:list"))
    assert len(page.context["table"].paginated_rows) == min(rows, 25)


# Partnership, owners (bodies, organisations, people) and bodies of the filters, the count and the page of rows.
ACTION_QUERIES = 7


@pytest.mark.parametrize("rows", [1, 100])
def test_action_list_takes_the_same_queries_for_one_row_and_for_a_hundred(
    rows, board, public, django_assert_num_queries
):
    meeting = factories.MeetingFactory(body=board)
    factories.ActionFactory.create_batch(rows, meeting=meeting)

    with django_assert_num_queries(ACTION_QUERIES):
        page = public.get(at("actions:actions"))
    assert len(page.context["table"].paginated_rows) == min(rows, 25)


def titles(client, **query):
    return [row.record.title for row in client.get(at("meetings:list"), query).context["table"].rows]


def test_meeting_list_is_filtered(board, ssp, public):
    common = {"status": "held", "held_on": MONDAY}
    due = date(2026, 11, 23)
    late, early = datetime(2026, 11, 24, 0, 0, tzinfo=LONDON), datetime(2026, 11, 23, 23, 59, 59, tzinfo=LONDON)
    for title, body, summary_due_on, published_at in (
        ("On time", board, due, early),
        ("Late", board, due, late),
        ("Due", ssp, due, None),
        ("Overdue", ssp, date(2026, 11, 17), None),
    ):
        made = factories.MeetingFactory(body=body, title=title, summary_due_on=summary_due_on, **common)
        factories.MeetingSummaryFactory(meeting=made, published_at=published_at)
    factories.MeetingFactory(body=board, title="Last year", held_on=date(2026, 3, 31), status="planned")

    assert set(titles(public, body="ssp")) == {"Due", "Overdue"}
    assert titles(public, year="2025-26") == ["Last year"]
    assert titles(public, status="planned") == ["Last year"]
    assert titles(public, summary="on-time") == ["On time"]
    assert titles(public, summary="late") == ["Late"]
    assert titles(public, summary="due") == ["Due"]
    assert titles(public, summary="overdue") == ["Overdue"]
    assert len(titles(public, year="nonsense")) == 5
    assert titles(public)[-1] == "Last year"


def test_next_meetings_come_first_and_each_month_has_a_heading(board, public):
    for title, day in (
        ("Next", date(2026, 11, 20)),
        ("Today", WEDNESDAY_NOON.date()),
        ("Far", date(2027, 1, 12)),
        ("Last", date(2026, 11, 16)),
        ("Before", date(2026, 10, 5)),
    ):
        factories.MeetingFactory(body=board, title=title, held_on=day)
    factories.MeetingFactory(body=board, title="Of a year", held_on=date(2012, 6, 30), held_precision="year")
    factories.MeetingFactory(body=board, title="Some day", held_on=None, held_precision="unknown")
    answer = public.get(at("meetings:list"))
    shown = [
        (part.is_ahead, month.heading, [line.meeting.title for line in month.lines])
        for part in answer.context["parts"]
        for month in part.months
    ]
    assert shown == [
        (True, "November 2026", ["Today", "Next"]),
        (True, "January 2027", ["Far"]),
        (False, "November 2026", ["Last"]),
        (False, "October 2026", ["Before"]),
        (False, "2012", ["Of a year"]),
        (False, "Date to be confirmed", ["Some day"]),
    ]
    assert answer.text.index("Next meetings") < answer.text.index("Past meetings")


def test_line_says_what_does_not_go_without_saying(board, public):
    factories.MeetingFactory(body=board, title="Off", held_on=date(2026, 12, 7), status="cancelled")
    factories.MeetingFactory(body=board, title="Ahead", held_on=date(2026, 12, 1), agenda_published_at=WEDNESDAY_NOON)
    factories.MeetingFactory(body=board, title="Due", held_on=MONDAY, summary_due_on=date(2026, 11, 23), status="held")
    answer = public.get(at("meetings:list"))
    lines = {
        line.meeting.title: [re.sub("<[^>]*>", "", tag) for tag in line.tags]
        for part in answer.context["parts"]
        for month in part.months
        for line in month.lines
    }
    assert lines == {"Ahead": [], "Off": ["Cancelled"], "Due": ["Summary due"]}
    assert "Agenda published" in answer.text


def test_action_list_is_filtered_and_has_what_is_urgent_first(meeting, partnership, public):
    college = factories.OrganisationFactory(partnership=partnership, code="college")
    factories.ActionFactory(meeting=meeting, number=1, what="Closed", status="done", closed_on=MONDAY)
    factories.ActionFactory(meeting=meeting, number=2, what="Later", due_on=date(2027, 1, 1))
    factories.ActionFactory(meeting=meeting, number=3, what="Overdue", due_on=date(2026, 11, 17))
    factories.ActionFactory(
        meeting=meeting, number=4, what="Of the college", owner_body=None, owner_organisation=college
    )

    def found(**query):
        return [row.record.what for row in public.get(at("actions:actions"), query).context["table"].rows]

    assert found() == ["Overdue", "Later", "Of the college", "Closed"]
    assert found(status="overdue") == ["Overdue"]
    assert found(status="open") == ["Overdue", "Later", "Of the college"]
    assert found(status="done") == ["Closed"]
    assert found(owner="organisation:college") == ["Of the college"]
    assert found(owner="body:board", status="open") == ["Overdue", "Later"]
    assert found(body="board", sort="-due_on")[0] in {"Of the college", "Closed", "Later"}


def test_empty_lists_say_so(public, partnership):
    assert "No meetings match" in public.get(at("meetings:list")).text
    assert "No actions match" in public.get(at("actions:actions")).text
