"""Which year a fact is reported in, and shares."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.dates import FinancialYear
from reports.assembly.cover import seat_ring
from reports.rules import (
    ReportedYear,
    counted,
    counted_in_words,
    falls_in,
    source_document,
    year_of_undated,
)

YEAR = FinancialYear(2012)


@pytest.mark.parametrize(
    ("day", "precision", "falls"),
    [
        (date(2012, 3, 31), "day", False),
        (date(2012, 4, 1), "day", True),
        (date(2013, 3, 31), "day", True),
        (date(2013, 4, 1), "day", False),
        (date(2012, 3, 1), "month", False),
        (date(2012, 11, 1), "month", True),
        (date(2012, 1, 1), "year", True),
        (date(2013, 1, 1), "year", False),
        (date(2012, 6, 1), "unknown", False),
        (None, "day", False),
    ],
)
def test_fact_falls_in_the_financial_year_as_far_as_its_date_is_known(day, precision, falls):
    assert falls_in(day, precision, YEAR) is falls


def test_reported_year_that_is_over_is_as_at_its_last_day():
    seen = ReportedYear.seen_on(date(2026, 11, 23), 2012)
    assert (seen.as_at, seen.is_over) == (date(2013, 3, 31), True)


def test_reported_year_that_runs_is_as_at_the_day_of_looking():
    seen = ReportedYear.seen_on(date(2026, 11, 23), 2026)
    assert (seen.as_at, seen.is_over) == (date(2026, 11, 23), False)


@pytest.mark.parametrize(
    ("source", "document"), [("000 s5.2", "000"), ("001; annex 1", "001"), ("", ""), ("   ", ""), ("000", "000")]
)
def test_source_names_its_document(source, document):
    assert source_document(source) == document


def test_fact_without_a_date_stands_in_the_last_year_of_its_document():
    dated = [("000 s5.2", 2009), ("000 s5.7", 2012), ("001 item C", 2005), ("Made up", 2026)]
    assert year_of_undated("000 s5.9", dated) == 2012
    assert year_of_undated("001 annex 1", dated) == 2005


def test_fact_without_a_date_or_a_dated_neighbour_stands_in_no_year():
    assert year_of_undated("002 row 1", [("000 s5.2", 2009)]) is None
    assert year_of_undated("", [("", 2009)]) is None


def test_counts_are_in_plain_words():
    assert [counted(n, "summary", "summaries") for n in (0, 1, 2)] == ["no summaries", "1 summary", "2 summaries"]
    assert [counted_in_words(n, "sector") for n in (0, 1, 9, 10)] == [
        "no sectors",
        "one sector",
        "nine sectors",
        "10 sectors",
    ]


@given(st.lists(st.integers(min_value=0, max_value=12), max_size=12))
def test_seat_ring_has_a_dot_for_each_seat_and_none_on_another(sectors):
    dots = seat_ring(sectors)
    assert len(dots) == sum(sectors)
    assert len({(dot.x, dot.y) for dot in dots}) == len(dots)
