"""How a body keeps its cadence, the dates that are proposed for it, and what officers say of how it meets."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from boards.services.bodies import HowItMeets, change_how_it_meets
from core.models import AuditEvent
from core.rules.dates import Cadence
from meetings.models import JointBody, Meeting
from meetings.rules import MonthlyPattern
from meetings.services.cadence import bodies_behind, propose_meetings, read_cadences, suggest_days, usual_start_of
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WEDNESDAY = 2


def meets(body, times=4, **given):
    how = {
        "cadence": Cadence(times),
        "usual_start": None,
        "usual_venue": "",
        "owes_summary": None,
        "quorum": None,
        "quorum_share": "",
        "deputies_count": True,
        "online_counts": True,
    }
    change_how_it_meets(body=body, how=HowItMeets(**(how | given)), by=factories.UserFactory())
    body.refresh_from_db()
    return body


def test_joint_meeting_counts_for_each_body(board, ssp):
    meets(board), meets(ssp)
    joint = factories.MeetingFactory(body=board, held_on=date(2026, 11, 2), status="held")
    JointBody.objects.create(meeting=joint, body=ssp)
    factories.MeetingFactory(body=board, held_on=date(2026, 11, 20), status="cancelled")

    read = read_cadences([board, ssp], on=TODAY)
    assert [reading.state.last_met for reading in read] == [date(2026, 11, 2)] * 2


def test_bodies_that_ended_or_are_only_proposed_are_not_behind(partnership, board, ssp):
    meets(board)
    meets(factories.BodyFactory(partnership=partnership, is_proposed=True))
    meets(factories.BodyFactory(partnership=partnership, ends_on=date(2012, 3, 31)))

    assert [reading.body for reading in bodies_behind(partnership, on=TODAY)] == [board]


# Bodies, and their own and joint meetings within the cycle and before it.
CADENCE_QUERIES = 5


@pytest.mark.parametrize("rows", [1, 100])
def test_cadences_cost_the_same_for_one_body_and_for_a_hundred(partnership, rows, django_assert_num_queries):
    for body in factories.BodyFactory.create_batch(rows, partnership=partnership, meetings_per_cycle=4):
        factories.MeetingFactory(body=body, held_on=date(2020, 1, 1), status="held")

    with django_assert_num_queries(CADENCE_QUERIES):
        assert len(bodies_behind(partnership, on=TODAY)) == rows


def test_proposing_begins_after_the_last_meeting_on_its_usual_day(board):
    meets(board)
    for month in (3, 6, 9):
        day = next(MonthlyPattern(2, 1).days(date(2026, month, 1), date(2026, month, 28)))
        factories.MeetingFactory(body=board, held_on=day, status="held")

    start = usual_start_of(board, on=TODAY)
    assert (start.first, start.nth, start.weekday) == (date(2026, 12, 1), 2, 1)


def test_body_that_never_met_is_given_third_wednesdays_from_today(board):
    start = usual_start_of(board, on=TODAY)
    assert (start.first, start.nth, start.weekday) == (TODAY, 3, WEDNESDAY)


def test_suggestion_shows_what_else_is_on_the_day(board, ssp):
    own = factories.MeetingFactory(body=board, held_on=date(2027, 1, 20))
    other = factories.MeetingFactory(body=ssp, held_on=date(2027, 2, 17))
    factories.MeetingFactory(body=ssp, held_on=date(2027, 3, 17), status="cancelled")

    found = suggest_days(board, MonthlyPattern(3, WEDNESDAY), first=date(2027, 1, 1), last=date(2027, 3, 31), at_most=9)
    assert [(one.own, one.others, one.is_possible) for one in found] == [
        ((own,), (), False),
        ((), (other,), True),
        ((), (), True),
    ]


def test_days_after_the_end_of_a_body_are_not_possible(board):
    board.ends_on = date(2027, 1, 31)
    board.save()
    found = suggest_days(board, MonthlyPattern(3, WEDNESDAY), first=date(2027, 1, 1), last=date(2027, 2, 28), at_most=9)
    assert [one.problem for one in found] == ["", "Board does not exist after 31 January 2027"]


def test_dates_proposed_twice_are_proposed_once(board, officer):
    days = [date(2027, 1, 20), date(2027, 4, 21)]
    asked = {"body": board, "days": days, "starts_at": time(14), "venue": "Town Hall", "by": officer, "at": NOON}

    assert [meeting.held_on for meeting in propose_meetings(**asked)] == days
    assert propose_meetings(**asked) == []
    assert {meeting.status for meeting in Meeting.objects.all()} == {"proposed"}


# In the browser

PATTERN = {
    "first": "1 3 2026",
    "last": "28 2 2027",
    "pattern": "monthly",
    "nth": "-1",
    "weekday": "4",
    "every": "3",
    "at_most": "4",
    "starts_at": "2:30pm",
    "venue": "Town Hall",
}


def propose_url(body):
    return reverse("meetings:propose", args=["halton", body.code])


@time_machine.travel(NOON, tick=False)
def test_officer_proposes_chosen_dates_and_confirms_them(board, officer, client_for):
    client = client_for(officer)
    page = client.get(propose_url(board), PATTERN).text
    assert "The last Friday of every 3 months, from 1 March 2026 to 28 February 2027." in page

    chosen = ["2026-12-18", "2026-03-27", "2030-01-01"]
    answer = client.post(propose_url(board), PATTERN | {"day": chosen}, follow=True)
    assert "2 dates are proposed. Confirm each once it is decided." in answer.text
    assert sorted(Meeting.objects.values_list("held_on", "status", "starts_at", "venue")) == [
        (date(2026, 3, 27), "proposed", time(14, 30), "Town Hall"),
        (date(2026, 12, 18), "proposed", time(14, 30), "Town Hall"),
    ]

    ahead = Meeting.objects.get(held_on=date(2026, 12, 18))
    confirm = reverse("meetings:dates_confirm", args=["halton", "board"])
    answer = client.post(confirm, {"meeting": [ahead.pk]}, follow=True)
    assert "1 date is confirmed." in answer.text
    ahead.refresh_from_db()
    assert (ahead.status, ahead.sequence, ahead.summary_due_on) == ("planned", 1, date(2026, 12, 29))
    client.post(reverse("meetings:confirm", args=["halton", ahead.pk]))
    ahead.refresh_from_db()
    assert ahead.sequence == 1


@time_machine.travel(NOON, tick=False)
def test_no_date_ticked_is_asked_for_with_the_pattern_kept(board, officer, client_for):
    answer = client_for(officer).post(propose_url(board), PATTERN, follow=True)
    assert "Tick at least one date, or change the pattern." in answer.text
    assert "Choose from 4 dates" in answer.text


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"first": ""}, "Enter the first day, for example 16 11 2026"),
        ({"last": "1 1 2026"}, "The last day must be 1 March 2026 or later"),
        ({"pattern": ""}, "Choose a pattern"),
        ({"every": "0"}, "Enter how many months or weeks lie between two meetings as a whole number from 1 to 104"),
        ({"at_most": "many"}, "Enter how many dates you want at most as a whole number from 1 to 60"),
        ({"starts_at": "half two"}, "Enter when the meetings start as a time, for example 2:30pm"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_proposing_says_what_to_do(board, officer, client_for, typed, problem):
    client = client_for(officer)
    assert problem in client.get(propose_url(board), PATTERN | typed).text
    assert problem in client.post(propose_url(board), PATTERN | typed | {"day": "2026-03-27"}).text
    assert Meeting.objects.count() == 0


def how_url(body):
    return reverse("boards:how_it_meets", args=["halton", body.code])


HOW = {
    "cadence": "quarterly",
    "usual_start": "2pm",
    "usual_venue": "Town Hall",
    "owes_summary": "no",
    "quorum_rule": "1/3",
    "deputies_count": "on",
    "online_counts": "on",
}


@time_machine.travel(NOON, tick=False)
def test_officer_says_how_a_body_meets_and_everybody_reads_it(board, officer, client_for):
    factories.SeatFactory.create_batch(26, body=board)
    client_for(officer).post(how_url(board), HOW)

    page = client_for(None).get(reverse("boards:body", args=["halton", "board"])).text
    assert "Meets 4 times a year; no meeting of it is on record" in page
    assert "Usually at 2pm, Town Hall. Quorum: one third of the seats, 9 of 26." in page
    board.refresh_from_db()
    assert (board.owes_summary, board.is_owing_summaries) == (False, False)
    assert AuditEvent.objects.get(verb="body.meets_changed").details == {
        "usual_start": "nothing → 14:00:00",
        "usual_venue": "nothing → Town Hall",
        "owes_summary": "nothing → no",
        "quorum_share": "nothing → 1/3",
        "meetings_per_cycle": "nothing → 4",
    }
    client_for(officer).post(how_url(board), HOW)
    assert AuditEvent.objects.filter(verb="body.meets_changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"cadence": "biannual"}, "can mean two things: enter “2 times a year” or “once every 2 years” instead"),
        ({"cadence": "Bi-monthly"}, "can mean two things"),
        ({"cadence": "now and then"}, "does not say how often: enter for example “4 times a year”"),
        ({"quorum_rule": "number"}, "Enter how many seats make a quorum"),
        ({"quorum_rule": "number", "quorum": "0"}, "Enter how many seats make a quorum as a whole number from 1 to"),
        ({"usual_start": "late"}, "Enter the usual start as a time, for example 2:30pm"),
    ],
)
def test_how_a_body_meets_says_what_to_do(board, officer, client_for, typed, problem):
    page = client_for(officer).post(how_url(board), HOW | typed).text.replace("&quot;", '"')
    assert problem in page
    assert f'value="{typed.get("cadence", "quarterly")}"' in page
    board.refresh_from_db()
    assert board.meetings_per_cycle is None


@time_machine.travel(NOON, tick=False)
def test_today_names_the_bodies_that_are_behind(board, officer, client_for):
    meets(board)
    page = client_for(officer).get(reverse("office:today", args=["halton"])).text
    assert "Due to meet" in page
    assert propose_url(board) in page
