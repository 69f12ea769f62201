from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.rules.date_input import (
    HalfOfDayMissing,
    NoSuchDay,
    NotADate,
    NotATime,
    parse_typed_date,
    parse_typed_time,
)
from core.rules.dates import (
    Cadence,
    DateRefused,
    FinancialYear,
    ReviewState,
    add_months,
    age_in_words,
    check_sensible_date,
    ended_label,
    financial_year,
    format_date,
    format_period,
    format_range,
    format_time,
    last_possible_day,
    parse_cadence,
    review_due_on,
    review_state,
    started_label,
)

MARCH = date(2012, 3, 1)
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (date(2026, 11, 16), "day", "16 November 2026"),
        (MARCH, "month", "March 2012"),
        (MARCH, "year", "2012"),
        (MARCH, "unknown", "date not known"),
        (None, "day", "date not known"),
        (None, "unknown", "date not known"),
    ],
)
def test_format_date_shows_no_more_than_is_known(day, precision, words):
    assert format_date(day, precision) == words


@pytest.mark.parametrize(
    ("ends_on", "precision", "words"),
    [
        (date(2011, 12, 31), "day", "until 31 December 2011"),
        (date(2011, 12, 31), "year", "ended 2012"),
        (date(2012, 10, 31), "month", "ended November 2012"),
        (date(2005, 11, 9), "unknown", "end not known (last on record 2005)"),
        (None, "unknown", "end not known"),
        (None, "day", ""),
    ],
)
def test_ended_label_names_the_period_of_the_day_after(ends_on, precision, words):
    assert ended_label(ends_on, precision) == words


@pytest.mark.parametrize(
    ("starts_on", "precision", "words"),
    [
        (MARCH, "day", "from 1 March 2012"),
        (MARCH, "month", "from March 2012"),
        (MARCH, "year", "from 2012"),
        (MARCH, "unknown", "start not known (on record by 2012)"),
        (None, "unknown", "start not known"),
    ],
)
def test_started_label_says_what_is_known(starts_on, precision, words):
    assert started_label(starts_on, precision) == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((MARCH,), "from 1 March 2012"),
        ((date(2008, 4, 1), "day", date(2011, 3, 31), "day"), "from 1 April 2008 until 31 March 2011"),
        ((MARCH, "month", date(2012, 10, 31), "month"), "from March 2012, ended November 2012"),
        ((MARCH, "unknown", date(2011, 12, 31), "year"), "start not known (on record by 2012), ended 2012"),
    ],
)
def test_format_range_joins_start_and_end(arguments, words):
    assert format_range(*arguments) == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((date(2006, 1, 1), "year", date(2011, 12, 31), "year"), "2006 to 2011"),
        ((date(2008, 4, 1), "day", date(2011, 3, 31), "day"), "1 April 2008 to 31 March 2011"),
        ((date(2006, 1, 1), "year", date(2006, 12, 31), "year"), "2006"),
        ((None, "unknown", date(2011, 3, 31), "month"), "to March 2011"),
        ((date(2011, 4, 1), "month"), "from April 2011"),
    ],
)
def test_format_period_includes_both_ends(arguments, words):
    assert format_period(*arguments) == words


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(14, 30, "2:30pm"), (10, 0, "10am"), (0, 5, "12:05am"), (12, 0, "midday"), (0, 0, "midnight"), (12, 1, "12:01pm")],
)
def test_format_time_is_written_the_plain_way(hour, minute, words):
    assert format_time(datetime(2026, 11, 16, hour, minute, tzinfo=UTC)) == words


def test_date_tags_show_london_time():
    moment = datetime(2026, 7, 16, 23, 30, tzinfo=UTC)
    page = Template(
        "{% load dates %}{{ moment|plain_datetime }}|{{ moment|plain_date }}|{{ moment|plain_time }}|"
        "{{ day|weekday_date }}|{% dated day 'month' %}|{{ nothing|plain_date }}{{ nothing|plain_datetime }}"
    ).render(Context({"moment": moment, "day": MARCH, "nothing": None}))
    assert page == "17 July 2026, 12:30am|17 July 2026|12:30am|Thursday 1 March 2012|March 2012|"


# Financial years and cadence


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2012, 4, 1), "2012/13"),
        (date(2013, 3, 31), "2012/13"),
        (date(2012, 3, 31), "2011/12"),
        (date(1999, 12, 31), "1999/00"),
    ],
)
def test_financial_year_runs_from_april_to_march(day, label):
    assert financial_year(day).label == label


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_financial_year_contains_its_day_and_reads_its_own_label(day):
    year = financial_year(day)
    assert day in year
    assert year.first_day <= day <= year.last_day
    assert FinancialYear.parse(year.label) == FinancialYear.parse(year.slug) == year


@pytest.mark.parametrize("text", ["2012", "2012/14", "12/13", "2012/2013", "", "2012–13", "٢٠١٢/13"])
def test_financial_year_refuses_what_is_not_one(text):
    with pytest.raises(DateRefused, match="is not a financial year, for example 2012/13"):
        FinancialYear.parse(text)


@pytest.mark.parametrize(
    ("text", "cadence", "words"),
    [
        ("4 times a year", Cadence(4), "4 times a year"),
        ("Once a year", Cadence(1), "once a year"),
        ("twice per year", Cadence(2), "twice a year"),
        ("3 times in 2 years", Cadence(3, 2), "3 times in 2 years"),
        ("once every 2 years", Cadence(1, 2), "once every 2 years"),
        ("quarterly", Cadence(4), "4 times a year"),
    ],
)
def test_parse_cadence_reads_n_times_in_m_years(text, cadence, words):
    assert parse_cadence(text) == cadence
    assert str(cadence) == words


@pytest.mark.parametrize("text", ["biannual", "Bi-annually", "biennial", "bimonthly"])
def test_parse_cadence_refuses_words_that_mean_two_things(text):
    with pytest.raises(DateRefused, match="can mean two things"):
        parse_cadence(text)


@pytest.mark.parametrize("text", ["often", "0 times a year", "4", ""])
def test_parse_cadence_refuses_what_is_no_cadence(text):
    with pytest.raises(DateRefused):
        parse_cadence(text)


# Sensible dates, months and reviews


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2036, 11, 16), TODAY])
def test_check_sensible_date_lets_pass_1990_to_ten_years_ahead(day):
    assert check_sensible_date(day, today=TODAY) == day


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2036, 11, 17), date(202, 6, 1)])
def test_check_sensible_date_refuses_with_the_reason(day):
    with pytest.raises(DateRefused, match="not between 1 January 1990 and 16 November 2036"):
        check_sensible_date(day, today=TODAY)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2012, 1, 31), 1, date(2012, 2, 29)),
        (date(2012, 11, 30), 3, date(2013, 2, 28)),
        (date(2012, 1, 15), -1, date(2011, 12, 15)),
    ],
)
def test_add_months_stays_within_the_month(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (date(2012, 2, 10), "month", date(2012, 2, 29)),
        (date(2012, 2, 10), "year", date(2012, 12, 31)),
        (date(2012, 12, 1), "month", date(2012, 12, 31)),
        (date(2012, 2, 10), "day", date(2012, 2, 10)),
    ],
)
def test_last_possible_day_ends_the_period(day, precision, last):
    assert last_possible_day(day, precision) == last


def test_review_due_on_keeps_the_precision_of_the_report():
    assert format_date(review_due_on(date(2012, 9, 1)), "month") == "September 2013"
    assert review_due_on(date(2012, 2, 29)) == date(2013, 2, 28)


@pytest.mark.parametrize(
    ("due_on", "precision", "today", "state"),
    [
        (date(2013, 9, 4), "day", date(2013, 8, 4), ReviewState.NOT_DUE),
        (date(2013, 9, 4), "day", date(2013, 8, 5), ReviewState.DUE_SOON),
        (date(2013, 9, 4), "day", date(2013, 9, 4), ReviewState.DUE_SOON),
        (date(2013, 9, 4), "day", date(2013, 9, 5), ReviewState.OVERDUE),
        (date(2013, 9, 1), "month", date(2013, 9, 30), ReviewState.DUE_SOON),
        (date(2013, 9, 1), "month", date(2013, 10, 1), ReviewState.OVERDUE),
        (date(2013, 1, 1), "year", date(2013, 12, 31), ReviewState.DUE_SOON),
    ],
)
def test_review_state_warns_thirty_days_before(due_on, precision, today, state):
    assert review_state(due_on, precision, today=today) == state


def test_review_state_ends_only_with_a_review():
    assert review_state(date(2013, 9, 4), today=date(2026, 1, 1)) == ReviewState.OVERDUE
    assert review_state(date(2013, 9, 4), today=date(2026, 1, 1), reviewed_on=TODAY) == ReviewState.DONE


@pytest.mark.parametrize(
    ("days", "words"),
    [
        *((0, "today"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (21, "3 weeks"), (60, "8 weeks")),
        *((61, "2 months"), (427, "14 months"), (730, "23 months"), (731, "2 years"), (1096, "3 years")),
    ],
)
def test_age_in_words_rounds_down(days, words):
    assert age_in_words(days) == words


def test_age_in_words_refuses_the_future():
    with pytest.raises(ValueError, match="has no age"):
        age_in_words(-1)


# Typed dates


@pytest.mark.parametrize(
    "text",
    [
        *("16 11 2026", "16/11/2026", "16.11.2026", "2026-11-16", "16 November 2026", "16 nov 2026"),
        *(" 16  NOVEMBER 2026 ", "16th November 2026", "Monday 16 November 2026", "Mon, 16 Nov 2026"),
        *("16-Nov-26", "16/11/26", "16.11.26", "16 11 26", "16-11-26", "16 Nov 26", "16-Nov-2026", "16Nov26"),
    ],
)
def test_parse_typed_date_reads_the_common_ways(text):
    assert parse_typed_date(text) == TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2024", date(2024, 4, 3)),
        ("11/12/13", date(2013, 12, 11)),
        ("14-Dec-26", date(2026, 12, 14)),
        # Two digits are a year that the portal keeps: it begins with 1990.
        ("1/2/90", date(1990, 2, 1)),
        ("1/2/89", date(2089, 2, 1)),
        ("1 Sept 00", date(2000, 9, 1)),
    ],
)
def test_parse_typed_date_reads_the_day_first_and_the_year_in_two_digits(text, day):
    assert parse_typed_date(text) == day


@pytest.mark.parametrize(
    "text",
    ["16 11 126", "16 11", "tomorrow", "11/2026", "16-11/2026", "16 N 2026", "16 foo 2026", "１６ 11 2026", "46370"],
)
def test_parse_typed_date_refuses_what_is_no_date(text):
    with pytest.raises(NotADate):
        parse_typed_date(text)


@pytest.mark.parametrize("text", ["31 2 2026", "2026-13-01", "29 February 2026", "0 1 2026"])
def test_parse_typed_date_refuses_a_day_that_the_calendar_lacks(text):
    with pytest.raises(NoSuchDay):
        parse_typed_date(text)


@given(st.dates(date(1000, 1, 1)))
def test_parse_typed_date_reads_what_format_date_writes(day):
    assert parse_typed_date(format_date(day)) == parse_typed_date(day.isoformat()) == day


# Typed times


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        *((text, time(18, 30)) for text in ("6:30 p.m.", "6.30pm", "6:30pm", "6.30 PM", "18:30", "18.30", "1830")),
        *((text, time(18, 30)) for text in (" 6:30  p.m ", "630pm", "1830 hrs", "18:30h", "18:30:00", "06:30pm")),
        *((text, time(9, 30)) for text in ("09:30", "09.30", "0930", "9.30am", "9:30 a.m.", "09:30:00")),
        *((text, time(10)) for text in ("10am", "10 am", "10:00", "10.00", "1000")),
        *((text, time(12)) for text in ("midday", "Noon", "12pm", "12:00")),
        *((text, time(0)) for text in ("midnight", "12am", "00:00", "0000")),
        ("12:30am", time(0, 30)),
        ("11.45", time(11, 45)),
        ("0:15", time(0, 15)),
    ],
)
def test_parse_typed_time_reads_the_common_ways(text, moment):
    assert parse_typed_time(text) == moment


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("1.30", ("1:30am", "1:30pm")),
        ("9:30", ("9:30am", "9:30pm")),
        ("130", ("1:30am", "1:30pm")),
        ("6", ("6:00am", "6:00pm")),
        ("11", ("11:00am", "11:00pm")),
    ],
)
def test_parse_typed_time_asks_which_half_of_the_day(text, choices):
    with pytest.raises(HalfOfDayMissing) as asked:
        parse_typed_time(text)
    assert asked.value.choices == choices
    assert [parse_typed_time(choice).hour % 12 for choice in choices] == [int(choices[0].split(":")[0]) % 12] * 2


@pytest.mark.parametrize(
    "text",
    [
        "half six",
        "",
        "25:00",
        "24:00",
        "2500",
        "18:60",
        "13pm",
        "0am",
        "18",
        "1:5",
        "1:75",
        "1:300",
        "１８:30",
        "6:30 x",
    ],
)
def test_parse_typed_time_refuses_what_is_no_time(text):
    with pytest.raises(NotATime) as refused:
        parse_typed_time(text)
    assert not isinstance(refused.value, HalfOfDayMissing)


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_parse_typed_time_reads_what_format_time_writes(moment):
    assert parse_typed_time(format_time(moment)) == parse_typed_time(f"{moment:%H:%M}") == moment
