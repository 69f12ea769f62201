"""Which days a pattern proposes, and when a body is behind its cadence: the rules alone (C-1 to C-3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.dates import Cadence
from core.rules.working_days import bank_holiday_names
from meetings.rules import (
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


def test_no_saturday_is_proposed_where_it_is_the_nearest_day():
    friday = date(2027, 1, 15)
    # No week is free, and the days before it are taken as well: the nearest day left is the Saturday after it.
    names = {friday: "One", date(2027, 1, 14): "Two", date(2027, 1, 13): "Three"}
    found = propose_days(WeeklyPattern(4), first=date(2027, 1, 13), last=date(2027, 1, 18), names=names, at_most=5)
    assert found == [Proposal(date(2027, 1, 18), friday, "One")]
