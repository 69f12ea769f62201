from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.choices import Precision
from monitoring.rules import review_holds_open
from progress.rules import makes_loop, order_refusal
from recommendations.rules import closed_in_words, day_refusal

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "received_on", "precision", "words"),
    [
        (TODAY, None, Precision.UNKNOWN, ""),
        (date(2026, 11, 24), None, Precision.UNKNOWN, "The day must be today or in the past"),
        (date(2012, 9, 12), date(2012, 9, 12), Precision.DAY, ""),
        (
            date(2012, 9, 11),
            date(2012, 9, 12),
            Precision.DAY,
            "The day must not be before the report, which was received on 12 September 2012",
        ),
        # Of “September 2012” any day may be the one.
        (date(2012, 9, 1), date(2012, 9, 12), Precision.MONTH, ""),
        (
            date(2012, 8, 31),
            date(2012, 9, 12),
            Precision.MONTH,
            "The day must not be before the report, which was received in September 2012",
        ),
        (date(2012, 1, 1), date(2012, 9, 12), Precision.YEAR, ""),
        (
            date(2011, 12, 31),
            date(2012, 9, 12),
            Precision.YEAR,
            "The day must not be before the report, which was received in 2012",
        ),
    ],
)
def test_day_is_neither_ahead_nor_before_the_report(day, received_on, precision, words):
    refusal = day_refusal(day, noun="the day", today=TODAY, begins_on=received_on, precision=precision)
    assert refusal == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, ""),
        (TODAY, ""),
        (date(2026, 11, 24), "The status last changed on 24 November 2026: enter that day or a later one"),
    ],
)
def test_change_is_not_before_the_last(last, words):
    assert order_refusal(TODAY, last_changed_on=last) == words


@pytest.mark.parametrize(
    ("successors", "successor", "loops"),
    [
        ({}, 1, True),
        ({}, 2, False),
        ({2: 1}, 2, True),
        ({2: 3, 3: 1}, 2, True),
        ({2: 3, 3: 4}, 2, False),
        # A loop that is there already, of others, ends the search.
        ({2: 3, 3: 2}, 2, False),
    ],
)
def test_nothing_comes_to_stand_in_its_own_place(successors, successor, loops):
    assert makes_loop(successors, one=1, successor=successor) is loops


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=8))
def test_what_was_refused_where_it_loops_never_loops(wishes):
    successors = {}
    for one, successor in wishes:
        if one not in successors and not makes_loop(successors, one=one, successor=successor):
            successors[one] = successor
    for start in successors:
        step, steps = start, 0
        while step in successors:
            step, steps = successors[step], steps + 1
            assert steps <= len(successors)


@pytest.mark.parametrize(
    ("due_on", "precision", "reviewed_on", "holds"),
    [
        (date(2026, 11, 23), Precision.DAY, None, True),
        (date(2026, 11, 24), Precision.DAY, None, False),
        (date(2026, 11, 30), Precision.MONTH, None, True),
        (date(2026, 12, 1), Precision.MONTH, None, False),
        (date(2026, 12, 31), Precision.YEAR, None, True),
        (date(2026, 11, 1), Precision.DAY, date(2026, 11, 2), False),
        (None, Precision.UNKNOWN, None, False),
    ],
)
def test_review_that_has_come_holds_open_until_it_is_recorded(due_on, precision, reviewed_on, holds):
    assert review_holds_open(due_on, precision, reviewed_on=reviewed_on, on=TODAY) is holds


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Corporate PPB", "closed: monitoring stopped on 23 November 2026 by the Corporate PPB"),
        ("The Corporate PPB", "closed: monitoring stopped on 23 November 2026 by The Corporate PPB"),
        ("", "closed: monitoring stopped on 23 November 2026"),
    ],
)
def test_closed_says_when_and_by_whom(body, words):
    assert closed_in_words(TODAY, body) == words
