"""How often a body meets, the days that are proposed for it, and whether it is behind."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.services.bodies import HowItMeets, change_how_it_meets
from core.models import AuditEvent
from core.rules.dates import Cadence
from core.rules.working_days import bank_holiday_names
from meetings.models import JointBody, Meeting
from meetings.rules.cadence import (
    LAST,
    MonthlyPattern,
    Proposal,
    WeeklyPattern,
    cadence_state,
    cadence_words,
    due_after,
    place_in_month,
    propose_days,
    usual_pattern,
)
from meetings.services.cadence import bodies_behind, propose_meetings, read_cadences, suggest_days, usual_start_of
from tests import factories

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
QUARTERLY = Cadence(4)
WEDNESDAY = 2
NAMES = bank_holiday_names("england-and-wales", range(2026, 2033))


# Which days are proposed


def test_quarterly_dates_pass_over_christmas_day_and_say_so():
    pattern = MonthlyPattern(LAST, WEDNESDAY, every=3)
    proposals = propose_days(pattern, first=date(2024, 3, 1), last=date(2025, 2, 28), names=_names(2024), at_most=4)

    assert [one.day for one in proposals] == [
        date(2024, 3, 27),
        date(2024, 6, 26),
        date(2024, 9, 25),
        date(2024, 12, 18),
    ]
    assert [one.words for one in proposals] == [
        "",
        "",
        "",
        "Wednesday 25 December is a bank holiday (Christmas Day): moved to Wednesday 18 December",
    ]


def _names(*years):
    return bank_holiday_names("england-and-wales", years)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (MonthlyPattern(3, WEDNESDAY), "the third Wednesday of each month"),
        (MonthlyPattern(LAST, 4, every=3), "the last Friday of every 3 months"),
        (WeeklyPattern(0), "every Monday"),
        (WeeklyPattern(1, every=10), "a Tuesday every 10 weeks"),
    ],
)
def test_pattern_reads_as_people_say_it(pattern, words):
    assert str(pattern) == words


@pytest.mark.parametrize(
    ("cadence", "pattern"),
    [
        (Cadence(4), MonthlyPattern(3, WEDNESDAY, every=3)),
        (Cadence(3, 2), MonthlyPattern(3, WEDNESDAY, every=8)),
        (Cadence(12), MonthlyPattern(3, WEDNESDAY, every=1)),
        (Cadence(1, 2), MonthlyPattern(3, WEDNESDAY, every=24)),
        (Cadence(5), WeeklyPattern(WEDNESDAY, every=10)),
        (Cadence(52), WeeklyPattern(WEDNESDAY, every=1)),
        (Cadence(300), WeeklyPattern(WEDNESDAY, every=1)),
    ],
)
def test_pattern_follows_from_n_times_in_m_years(cadence, pattern):
    assert usual_pattern(cadence, nth=3, weekday=WEDNESDAY) == pattern


@pytest.mark.parametrize(
    ("day", "place"),
    [(date(2026, 11, 18), (3, 2)), (date(2026, 11, 30), (LAST, 0)), (date(2026, 11, 2), (1, 0))],
)
def test_day_has_a_place_in_its_month(day, place):
    assert place_in_month(day) == place


def test_month_whose_day_has_passed_does_not_count():
    days = MonthlyPattern(1, WEDNESDAY, every=3).days(date(2026, 11, 23), date(2027, 6, 30))
    assert list(days) == [date(2026, 12, 2), date(2027, 3, 3), date(2027, 6, 2)]


def test_day_with_no_room_beside_it_is_left_out():
    christmas = date(2026, 12, 25)
    alone = propose_days(WeeklyPattern(4), first=christmas, last=christmas, names=NAMES, at_most=1)
    assert alone == []


def test_easter_moves_to_the_nearest_day_where_no_week_is_free():
    good_friday = date(2027, 3, 26)
    found = propose_days(
        WeeklyPattern(4), first=good_friday - timedelta(2), last=good_friday + timedelta(2), names=NAMES, at_most=5
    )
    assert found == [Proposal(date(2027, 3, 25), good_friday, "Good Friday")]


patterns = st.one_of(
    st.builds(
        MonthlyPattern, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(min_value=0, max_value=4), st.integers(1, 24)
    ),
    st.builds(WeeklyPattern, st.integers(min_value=0, max_value=4), st.integers(1, 60)),
)


@settings(deadline=None)
@given(patterns, st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 1400), st.integers(1, 60))
def test_proposed_days_are_working_days_in_order_within_the_period(pattern, first, length, at_most):
    last = first + timedelta(days=length)
    days = [one.day for one in propose_days(pattern, first=first, last=last, names=NAMES, at_most=at_most)]

    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert all(day.weekday() < 5 and day not in NAMES for day in days)
    wanted = len(list(pattern.days(first, last)))
    assert len(days) <= min(wanted, at_most)
    if length > 30:
        assert len(days) == min(wanted, at_most)


@settings(deadline=None)
@given(patterns, st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 1400))
def test_pattern_keeps_to_its_weekday(pattern, first, length):
    assert {day.weekday() for day in pattern.days(first, first + timedelta(days=length))} <= {pattern.weekday}


# Whether a body is behind


@pytest.mark.parametrize(
    ("cadence", "due_by"),
    [
        (Cadence(4), date(2026, 6, 3)),
        (Cadence(1), date(2027, 3, 3)),
        (Cadence(1, 2), date(2028, 3, 3)),
        (Cadence(5), date(2026, 5, 15)),
    ],
)
def test_next_meeting_is_due_an_interval_after_the_last(cadence, due_by):
    assert due_after(date(2026, 3, 3), cadence) == due_by


@pytest.mark.parametrize(
    ("met", "planned", "is_behind", "words"),
    [
        (
            [date(2026, 3, 3)],
            [],
            True,
            "Meets 4 times a year; last met 3 March; a meeting was due by 3 June; none is planned",
        ),
        (
            [date(2026, 3, 3)],
            [date(2026, 12, 1)],
            True,
            "Meets 4 times a year; last met 3 March; a meeting was due by 3 June; next meeting 1 December",
        ),
        # A few days later than in the last quarter is not behind, if it is planned.
        (
            [date(2026, 2, 18), date(2026, 5, 20), date(2026, 8, 19)],
            [date(2026, 11, 25)],
            False,
            "Meets 4 times a year; last met 19 August; a meeting was due by 19 November; next meeting 25 November",
        ),
        (
            [date(2026, 2, 18), date(2026, 5, 20), date(2026, 8, 19)],
            [],
            True,
            "Meets 4 times a year; last met 19 August; a meeting was due by 19 November; none is planned",
        ),
        (
            [date(2026, 11, 2)],
            [],
            False,
            "Meets 4 times a year; last met 2 November; a meeting is due by 2 February 2027",
        ),
        # A meeting in nine months does not make up for the one that is missing now.
        (
            [date(2025, 12, 1), date(2026, 1, 5), date(2026, 2, 9)],
            [date(2027, 8, 1)],
            True,
            "Meets 4 times a year; last met 9 February; a meeting was due by 9 May; next meeting 1 August 2027",
        ),
    ],
)
def test_body_is_behind_when_its_day_has_passed_and_the_cycle_is_short(met, planned, is_behind, words):
    state = cadence_state(QUARTERLY, met=met, planned=planned, began=date(2001, 1, 1), on=TODAY)
    assert (state.is_behind, cadence_words(state, on=TODAY)) == (is_behind, words)


@pytest.mark.parametrize(
    ("began", "is_behind", "words"),
    [
        (None, True, "Meets 4 times a year; no meeting of it is on record; none is planned"),
        (
            date(2026, 10, 1),
            False,
            "Meets 4 times a year; no meeting of it is on record; a meeting is due by 1 January 2027",
        ),
        (
            date(2026, 6, 1),
            True,
            "Meets 4 times a year; no meeting of it is on record; a meeting was due by 1 September; none is planned",
        ),
    ],
)
def test_body_that_began_lately_is_expected_to_meet_for_its_life_only(began, is_behind, words):
    state = cadence_state(QUARTERLY, met=[], planned=[], began=began, on=TODAY)
    assert (state.is_behind, cadence_words(state, on=TODAY)) == (is_behind, words)


@settings(deadline=None)
@given(
    st.lists(st.dates(date(2020, 1, 1), TODAY), max_size=8),
    st.lists(st.dates(TODAY + timedelta(1), date(2028, 1, 1)), max_size=4),
    st.integers(1, 60),
    st.integers(1, 5),
)
def test_one_more_meeting_never_puts_a_body_behind(met, planned, times, years):
    cadence = Cadence(times, years)
    before = cadence_state(cadence, met=met, planned=planned, began=date(2001, 1, 1), on=TODAY)
    after = cadence_state(cadence, met=[*met, TODAY], planned=planned, began=date(2001, 1, 1), on=TODAY)
    assert not (after.is_behind and not before.is_behind)


# With the record


def meets(body, times=4, **given):
    how = {
        "cadence": Cadence(times),
        "usual_start": None,
        "usual_venue": "",
        "owes_summary": None,
        "quorum": None,
        "quorum_share": "",
        "deputies_count": True,
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
    assert "Bodies behind their cadence" in page
    assert propose_url(board) in page
