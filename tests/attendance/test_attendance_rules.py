"""Attendance is counted by state, over a financial or a calendar year and its quarters (A-1 to A-3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.choices import AttendanceState
from attendance.rules import Tally, Year, quarter_of
from core.rules.dates import DateRefused

P, D, A, N, ONLINE, LEAVE = "present", "deputy", "apologies", "absent", "online", "leave"


@given(st.lists(st.sampled_from(AttendanceState.values)))
def test_tally_counts_each_state_once_and_its_share_is_between_nothing_and_all(states):
    tally = Tally.of(states)
    assert (tally.recorded, tally.filled) == (
        len(states),
        states.count(P) + states.count(ONLINE) + states.count(D),
    )
    assert tally.percent is None if not states else 0 <= tally.percent <= 100


@given(st.lists(st.sampled_from(AttendanceState.values)), st.lists(st.sampled_from(AttendanceState.values)))
def test_tallies_add_up(some, others):
    assert Tally.of(some) + Tally.of(others) == Tally.of(some + others)


@pytest.mark.parametrize(
    ("states", "rate"),
    [
        ([], "no record"),
        ([P], "100%"),
        ([P, D, A], "67%"),
        ([A, N, P], "33%"),
        ([ONLINE, LEAVE], "50%"),
        ([P] * 1 + [A] * 7, "13%"),
    ],
)
def test_tally_gives_the_share_rounded_half_up(states, rate):
    assert Tally.of(states).rate == rate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-27", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026/27", date(2026, 4, 1), date(2027, 3, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_year_is_financial_or_calendar(text, first, last):
    year = Year.parse(text)
    assert (year.first_day, year.last_day) == (first, last)


@pytest.mark.parametrize("text", ["2026-28", "26", "20266", "0001", "9999", "٢٠٢٦", "last"])
def test_year_refuses_what_is_none(text):
    with pytest.raises(DateRefused):
        Year.parse(text)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2026, 4, 1), "2026-27", "Quarter 1, April to June 2026"),
        (date(2026, 12, 31), "2026-27", "Quarter 3, October to December 2026"),
        (date(2027, 3, 31), "2026-27", "Quarter 4, January to March 2027"),
        (date(2026, 3, 31), "2026", "Quarter 1, January to March 2026"),
    ],
)
def test_quarters_begin_with_their_year(day, year, quarter):
    assert quarter_of(day, Year.parse(year)) == quarter
