"""When a request for progress goes out, and when it is repeated (PR-1, PR-2)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.working_days import bank_holiday_names, is_working_day
from progress.rules import answers_wanted_on, is_request_reminder_day, is_time_to_ask, request_goes_on

ENGLAND = frozenset(bank_holiday_names("england-and-wales", range(2024, 2030)))
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MEETS = date(2027, 1, 12)


def test_request_goes_out_so_many_weeks_before_the_meeting():
    assert request_goes_on(MEETS, weeks_before=6) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("on", "is_time"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2027, 1, 11), True),
        (date(2027, 1, 12), False),
    ],
)
def test_it_is_time_to_ask_from_the_day_of_the_request_to_the_day_before_the_meeting(on, is_time):
    assert is_time_to_ask(MEETS, weeks_before=6, on=on) is is_time


@pytest.mark.parametrize(
    ("asked_on", "answer_weeks_before", "wanted_on"),
    [
        (date(2026, 12, 1), 2, date(2026, 12, 29)),
        (date(2026, 12, 1), 0, MEETS),
        # Asked late: a week to answer in.
        (date(2026, 12, 28), 2, date(2027, 1, 4)),
        # Asked in the last week: the day before the meeting.
        (date(2027, 1, 8), 2, date(2027, 1, 11)),
        (date(2027, 1, 11), 2, date(2027, 1, 11)),
    ],
)
def test_answers_are_wanted_before_the_meeting(asked_on, answer_weeks_before, wanted_on):
    assert answers_wanted_on(MEETS, answer_weeks_before=answer_weeks_before, asked_on=asked_on) == wanted_on


def reminder_days(meets_on, answer_by, asked_on):
    days = (asked_on + n * DAY for n in range((meets_on - asked_on).days + 10))
    return [
        f"{day:%a %d %b}"
        for day in days
        if is_request_reminder_day(answer_by, meets_on, asked_on=asked_on, on=day, holidays=ENGLAND)
    ]


@pytest.mark.parametrize(
    ("meets_on", "answer_by", "asked_on", "expected"),
    [
        # A Tuesday: one week before, on the day, then weekly until the meeting.
        (date(2026, 11, 24), date(2026, 11, 10), date(2026, 10, 13), ["Tue 03 Nov", "Tue 10 Nov", "Tue 17 Nov"]),
        # Over Christmas: 28 December stands in for Boxing Day, so the day after it is the next working day.
        (date(2027, 1, 11), date(2026, 12, 28), date(2026, 11, 30), ["Mon 21 Dec", "Tue 29 Dec", "Mon 04 Jan"]),
        # Answers wanted on a Saturday: on Mondays.
        (date(2026, 11, 21), date(2026, 11, 7), date(2026, 10, 10), ["Mon 02 Nov", "Mon 09 Nov", "Mon 16 Nov"]),
        # Asked in the week before the meeting: on the day on which answers are wanted only.
        (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 18), ["Mon 23 Nov"]),
        (date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 23), []),
    ],
)
def test_reminder_days(meets_on, answer_by, asked_on, expected):
    assert reminder_days(meets_on, answer_by, asked_on) == expected


@given(
    st.dates(date(2024, 6, 1), date(2028, 6, 1)),
    st.integers(1, 26),
    st.integers(0, 25),
    st.integers(0, 200),
    st.integers(-10, 220),
)
def test_nobody_is_reminded_on_the_day_of_asking_nor_when_the_meeting_has_come(meets_on, weeks, answer, late, n):
    asked_on = min(request_goes_on(meets_on, weeks_before=weeks) + late * DAY, meets_on - DAY)
    answer_by = answers_wanted_on(meets_on, answer_weeks_before=min(answer, weeks - 1), asked_on=asked_on)
    on = asked_on + n * DAY
    assert asked_on <= answer_by <= meets_on
    if is_request_reminder_day(answer_by, meets_on, asked_on=asked_on, on=on, holidays=ENGLAND):
        assert asked_on < on < meets_on
        assert on >= answer_by - WEEK
        assert is_working_day(on, holidays=ENGLAND)


@given(st.dates(date(2024, 6, 1), date(2028, 6, 1)), st.integers(3, 26))
def test_a_silent_owner_hears_once_a_week_or_so(meets_on, weeks):
    asked_on = request_goes_on(meets_on, weeks_before=weeks)
    answer_by = answers_wanted_on(meets_on, answer_weeks_before=2, asked_on=asked_on)
    days = [
        day
        for day in (asked_on + n * DAY for n in range(weeks * 7))
        if is_request_reminder_day(answer_by, meets_on, asked_on=asked_on, on=day, holidays=ENGLAND)
    ]
    assert 1 <= len(days) <= 3
    assert all(later - earlier >= 2 * DAY for earlier, later in pairwise(days))
