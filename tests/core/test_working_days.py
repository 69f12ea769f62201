from datetime import UTC, date, datetime, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from core.rules.working_days import (
    SummaryState,
    add_working_days,
    bank_holiday_names,
    explain_due,
    is_before_meeting,
    is_working_day,
    london_day,
    summary_due_on,
    summary_timing,
    working_days_between,
)

YEARS = range(2004, 2037)
HOLIDAYS = frozenset(bank_holiday_names("england-and-wales", YEARS))
NAMES = bank_holiday_names("england-and-wales", YEARS)
DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


def test_bank_holidays_equal_the_govuk_list_on_every_weekday():
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    official = {holiday["date"] for holiday in published}
    last_year = max(official).year
    ours = bank_holiday_names("england-and-wales", range(2012, last_year + 1))
    assert last_year >= 2026
    assert {day for day in ours if day.weekday() < 5} == {day for day in official if day.weekday() < 5}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2012, 6, 4), "Spring bank holiday"),
        (date(2012, 6, 5), "Diamond Jubilee bank holiday"),
        (date(2020, 5, 8), "Early May bank holiday"),
        (date(2021, 12, 28), "Boxing Day"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 9, 19), "bank holiday for the State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "bank holiday for the Coronation of King Charles III"),
    ],
)
def test_bank_holiday_has_the_name_people_know(day, name):
    assert NAMES[day] == name


def test_bank_holidays_moved_in_2020_leave_the_usual_monday_working():
    assert is_working_day(date(2020, 5, 4), holidays=HOLIDAYS) is True


def test_bank_holidays_differ_between_nations():
    assert date(2026, 7, 13) in bank_holiday_names("northern-ireland", [2026])
    assert date(2026, 7, 13) not in HOLIDAYS
    assert date(2026, 1, 2) in bank_holiday_names("scotland", [2026])


def test_bank_holidays_take_in_a_day_that_an_admin_added():
    extra = {date(2027, 3, 17): "Day of thanks"}
    assert date(2027, 3, 17) in bank_holiday_names("england-and-wales", [2027], extra)
    assert bank_holiday_names("england-and-wales", [2027], extra)[date(2027, 3, 17)] == "Day of thanks"


@pytest.mark.parametrize(
    ("held_on", "due_on"),
    [
        (date(2026, 11, 16), date(2026, 11, 23)),  # an ordinary Monday
        (date(2026, 11, 13), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 14), date(2026, 11, 20)),  # a Saturday
        (date(2026, 11, 15), date(2026, 11, 20)),  # a Sunday
        (date(2021, 3, 24), date(2021, 3, 31)),
        (date(2021, 3, 26), date(2021, 4, 6)),  # Good Friday and Easter Monday
        (date(2026, 4, 3), date(2026, 4, 13)),  # held on Good Friday
        (date(2020, 12, 23), date(2021, 1, 4)),  # Christmas, Boxing Day's substitute, New Year
        (date(2021, 12, 22), date(2021, 12, 31)),  # both substitutes, 27 and 28 December
        (date(2022, 12, 21), date(2022, 12, 30)),  # Christmas on a Sunday
        (date(2021, 12, 30), date(2022, 1, 7)),  # New Year on a Saturday
        (date(2012, 5, 30), date(2012, 6, 8)),  # Diamond Jubilee
        (date(2020, 5, 6), date(2020, 5, 14)),  # VE Day on a Friday instead of the Monday
        (date(2022, 6, 1), date(2022, 6, 10)),  # Platinum Jubilee
        (date(2022, 9, 15), date(2022, 9, 23)),  # State Funeral
        (date(2023, 4, 28), date(2023, 5, 9)),  # early May and the Coronation
    ],
)
def test_summary_due_on_is_the_fifth_working_day(held_on, due_on):
    assert summary_due_on(held_on, holidays=HOLIDAYS) == due_on


@given(DAYS)
def test_summary_due_on_is_a_working_day_with_five_after_the_meeting(held_on):
    due_on = summary_due_on(held_on, holidays=HOLIDAYS)
    assert is_working_day(due_on, holidays=HOLIDAYS)
    assert working_days_between(held_on, due_on, holidays=HOLIDAYS) == 5
    assert timedelta(5) <= due_on - held_on <= timedelta(13)


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_add_working_days_can_be_done_in_parts(day, first, second):
    halfway = add_working_days(day, first, holidays=HOLIDAYS)
    assert add_working_days(halfway, second, holidays=HOLIDAYS) == add_working_days(
        day, first + second, holidays=HOLIDAYS
    )


@given(DAYS.filter(lambda day: is_working_day(day, holidays=HOLIDAYS)), st.integers(0, 60))
def test_add_working_days_backwards_undoes_forwards(day, n):
    there = add_working_days(day, n, holidays=HOLIDAYS)
    assert add_working_days(there, -n, holidays=HOLIDAYS) == day


@given(DAYS, st.integers(1, 60))
def test_working_days_between_counts_what_add_working_days_added(day, n):
    assert working_days_between(day, add_working_days(day, n, holidays=HOLIDAYS), holidays=HOLIDAYS) == n


def test_working_days_between_is_zero_for_an_earlier_end():
    assert working_days_between(date(2026, 11, 16), date(2026, 11, 2), holidays=HOLIDAYS) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),
    ],
)
def test_london_day_follows_summer_time(moment, day):
    assert london_day(moment) == day


def test_london_day_refuses_a_moment_without_zone():
    with pytest.raises(ValueError, match="without a time zone"):
        london_day(datetime(2026, 7, 1, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("held_on", "today", "words"),
    [
        (date(2026, 11, 16), None, "due Monday 23 November: 5 working days"),
        (date(2021, 3, 26), None, "due Tuesday 6 April: 5 working days, Good Friday and Easter Monday skipped"),
        (
            date(2021, 12, 24),
            date(2021, 12, 24),
            "due Wednesday 5 January 2022: 5 working days, Christmas Day, Boxing Day and New Year's Day skipped",
        ),
        (
            date(2023, 5, 2),
            date(2026, 1, 1),
            "due Wednesday 10 May 2023: 5 working days, bank holiday for the Coronation of King Charles III skipped",
        ),
    ],
)
def test_explain_due_names_the_skipped_holidays(held_on, today, words):
    assert explain_due(held_on, holidays=HOLIDAYS, names=NAMES, today=today) == words


def test_explain_due_without_a_name_says_a_bank_holiday():
    assert explain_due(date(2026, 5, 1), holidays=HOLIDAYS) == (
        "due Monday 11 May: 5 working days, a bank holiday skipped"
    )


HELD, DUE = date(2026, 11, 13), date(2026, 11, 20)  # both Fridays


@pytest.mark.parametrize(
    ("today", "state", "days", "words"),
    [
        (date(2026, 11, 12), SummaryState.NOT_HELD, 0, "not held yet"),
        (date(2026, 11, 13), SummaryState.DUE, 5, "due Friday 20 November: 5 working days"),
        (date(2026, 11, 19), SummaryState.DUE, 1, "due Friday 20 November: 5 working days"),
        (date(2026, 11, 20), SummaryState.DUE_TODAY, 0, "due today"),
        (date(2026, 11, 21), SummaryState.OVERDUE, 0, "overdue by less than a working day"),
        (date(2026, 11, 22), SummaryState.OVERDUE, 0, "overdue by less than a working day"),
        (date(2026, 11, 23), SummaryState.OVERDUE, 1, "overdue by 1 working day"),
        (date(2026, 11, 27), SummaryState.OVERDUE, 5, "overdue by 5 working days"),
        (date(2026, 11, 29), SummaryState.OVERDUE, 5, "overdue by 5 working days"),
        (date(2026, 11, 30), SummaryState.OVERDUE, 6, "overdue by 6 working days"),
    ],
)
def test_summary_timing_of_an_unpublished_summary(today, state, days, words):
    timing = summary_timing(HELD, DUE, None, today=today, holidays=HOLIDAYS, names=NAMES)
    assert (timing.state, timing.working_days, timing.words) == (state, days, words)


@pytest.mark.parametrize(
    ("published_at", "state", "days", "words"),
    [
        (datetime(2026, 11, 13, 12, tzinfo=UTC), SummaryState.ON_TIME, 0, "published on time"),
        (datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC), SummaryState.ON_TIME, 0, "published on time"),
        (datetime(2026, 11, 21, 0, 0, tzinfo=UTC), SummaryState.LATE, 0, "published less than a working day late"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), SummaryState.LATE, 1, "published 1 working day late"),
        (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), SummaryState.LATE, 2, "published 2 working days late"),
    ],
)
def test_summary_timing_of_a_published_summary(published_at, state, days, words):
    timing = summary_timing(HELD, DUE, published_at, today=date(2027, 1, 4), holidays=HOLIDAYS)
    assert (timing.state, timing.working_days, timing.words) == (state, days, words)


def test_summary_timing_in_summer_ends_at_midnight_in_london():
    held_on, due_on = date(2026, 7, 6), date(2026, 7, 13)
    last_second = datetime(2026, 7, 13, 22, 59, 59, tzinfo=UTC)
    on_time = summary_timing(held_on, due_on, last_second, today=due_on, holidays=HOLIDAYS)
    late = summary_timing(held_on, due_on, last_second + timedelta(seconds=1), today=due_on, holidays=HOLIDAYS)
    assert (on_time.state, late.state) == (SummaryState.ON_TIME, SummaryState.LATE)


def test_summary_timing_of_a_cancelled_meeting_is_not_required():
    timing = summary_timing(HELD, DUE, None, today=date(2026, 12, 1), holidays=HOLIDAYS, cancelled=True)
    assert (timing.state, timing.words) == (SummaryState.NOT_REQUIRED, "not required: the meeting was cancelled")


def test_summary_timing_with_another_deadline_on_record_gives_that_one():
    timing = summary_timing(HELD, date(2026, 11, 24), None, today=date(2026, 11, 20), holidays=HOLIDAYS)
    assert timing.words == "due Tuesday 24 November"


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_summary_timing_of_an_overdue_summary_never_shrinks(held_on, first, second):
    due_on = summary_due_on(held_on, holidays=HOLIDAYS)
    earlier, later = sorted((first, second))
    over = [
        summary_timing(held_on, due_on, None, today=due_on + timedelta(1 + n), holidays=HOLIDAYS).working_days
        for n in (earlier, later)
    ]
    assert over == sorted(over)


def test_is_before_meeting_goes_by_the_day_in_london():
    assert is_before_meeting(datetime(2026, 7, 5, 22, 59, tzinfo=UTC), held_on=date(2026, 7, 6)) is True
    assert is_before_meeting(datetime(2026, 7, 5, 23, 0, tzinfo=UTC), held_on=date(2026, 7, 6)) is False
