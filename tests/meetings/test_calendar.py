"""The month: a table of weeks that says what a colour can't."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from meetings.models import JointBody
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def public(client_for):
    return client_for(None)


def month(client, **query):
    answer = client.get(reverse("meetings:calendar", args=["halton"]), query)
    assert answer.status_code == 200
    return answer


def on_days(answer):
    """The month's days that hold a meeting, each with their titles."""
    days = [one for week in answer.context["month"].weeks for one in week if one.is_in_month]
    return {one.day.day: [meeting.title for meeting in one.meetings] for one in days if one.meetings}


def test_month_has_its_meetings_today_and_bank_holidays_in_words(board, public):
    factories.MeetingFactory(body=board, title="Board", held_on=date(2026, 11, 30), status="cancelled")
    page = month(public).text
    assert re.search(r'<span class="app-month__weekday">Monday 23 November</span> *<strong[^>]*>today</strong>', page)
    assert re.search(r"cancelled</strong></span>\s*<a[^>]*>Board</a>", page)
    assert '<caption class="govuk-visually-hidden">Meetings in November 2026, All boards and groups</caption>' in page
    assert '<th scope="col"><abbr title="Monday">Mon</abbr></th>' in page
    december = month(public, month="2026-12").text
    assert "Christmas Day" in december
    assert "No meetings in December 2026." in december


def test_joint_meeting_stands_in_each_bodys_month(board, ssp, ppb, public):
    joint = factories.MeetingFactory(body=board, title="Together", held_on=date(2026, 11, 30))
    JointBody.objects.create(meeting=joint, body=ssp)
    shown = [on_days(month(public, body=body.code)) for body in (board, ssp)]
    assert shown == [{30: ["Together"]}] * 2
    assert on_days(month(public, body=ppb.code)) == {}


def test_event_of_several_days_stands_on_each_across_months(board, public):
    factories.MeetingFactory(body=board, title="Event", held_on=date(2026, 10, 31), ends_on=date(2026, 11, 2))
    assert on_days(month(public)) == {1: ["Event"], 2: ["Event"]}
    assert on_days(month(public, month="2026-10")) == {31: ["Event"]}


def test_meeting_of_which_the_month_is_known_stands_below_it(board, public):
    factories.MeetingFactory(body=board, title="In March", held_on=date(2012, 3, 1), held_precision="month")
    answer = month(public, month="2012-03")
    assert (on_days(answer), [one.title for one in answer.context["month"].undated]) == ({}, ["In March"])
    assert "In March 2012, date to be confirmed" in answer.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, "November 2026"),
        ({"month": "2012-03"}, "March 2012"),
        ({"month": "03", "year": "2012"}, "March 2012"),
        ({"month": "2012-13"}, "November 2026"),
        ({"month": "0000-00"}, "November 2026"),
        ({"month": "1989-12"}, "November 2026"),
        ({"month": "9999-12"}, "November 2026"),
        ({"month": "٢٠١٢-٠٣"}, "November 2026"),
        ({"month": "soon"}, "November 2026"),
    ],
)
def test_month_is_read_from_the_address_or_is_this_one(world, public, query, shown):
    assert month(public, **query).context["month"].name == shown


@pytest.mark.parametrize(("asked", "before", "after"), [("1990-01", None, "1990-02"), ("2036-11", "2036-10", None)])
def test_months_end_where_the_portals_days_end(world, public, asked, before, after):
    context = month(public, month=asked).context
    assert [f"{one:%Y-%m}" if one else None for one in (context["before"], context["after"])] == [before, after]


def test_unknown_body_is_not_found(world, public):
    assert public.get(reverse("meetings:calendar", args=["halton"]), {"body": "nobody"}).status_code == 404


# Partnership, bodies, meetings, those that hold them jointly, and the holidays added.
MONTH_QUERIES = 6


@pytest.mark.parametrize("rows", [1, 100])
def test_month_costs_the_same_for_one_meeting_and_for_a_hundred(rows, board, ssp, public, django_assert_num_queries):
    for _ in range(rows):
        JointBody.objects.create(meeting=factories.MeetingFactory(body=board), body=ssp)
    with django_assert_num_queries(MONTH_QUERIES):
        assert len(on_days(month(public))[16]) == rows


def test_list_shows_what_is_to_come_or_what_is_past(board, public):
    for title, day in (("Next", 24), ("Later", 25), ("Today", 23), ("Past", 22)):
        factories.MeetingFactory(body=board, title=title, held_on=date(2026, 11, day))

    def titles(when):
        answer = public.get(reverse("meetings:list", args=["halton"]), {"when": when})
        return [row.record.title for row in answer.context["table"].rows]

    assert titles("upcoming") == ["Today", "Next", "Later"]
    assert titles("past") == ["Past"]
