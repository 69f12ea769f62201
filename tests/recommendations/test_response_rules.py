from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.rules import last_day_to_respond, response_clock

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("received", "precision", "last"),
    [
        (date(2012, 11, 8), "day", date(2013, 1, 7)),
        (date(2026, 1, 1), "day", date(2026, 2, 28)),
        (date(2026, 3, 1), "day", date(2026, 4, 30)),
        (date(2026, 12, 31), "day", date(2027, 2, 28)),
        (date(2027, 12, 31), "day", date(2028, 2, 29)),
        (date(2026, 12, 29), "day", date(2027, 2, 28)),
        (date(2026, 12, 28), "day", date(2027, 2, 27)),
        (date(2026, 8, 31), "day", date(2026, 10, 30)),
        (date(2012, 11, 1), "month", date(2013, 1, 29)),
    ],
)
def test_two_months_begin_with_the_day_of_receipt(received, precision, last):
    assert last_day_to_respond(received, precision) == last


@given(received=DAYS)
def test_two_months_are_never_shorter_than_two_februaries(received):
    assert 58 <= (last_day_to_respond(received) - received).days <= 61


@given(received=DAYS)
def test_later_receipt_is_never_due_earlier(received):
    assert last_day_to_respond(received) <= last_day_to_respond(received + timedelta(days=1))


RECEIVED = date(2012, 11, 8)


@pytest.mark.parametrize(
    ("on", "answered", "label", "tone", "words"),
    [
        (date(2012, 11, 7), None, "not running", "grey", ""),
        (date(2012, 11, 8), None, "due", "blue", "The last day for the executive’s answer is 7 January 2013."),
        (date(2012, 12, 23), None, "due", "blue", "The last day for the executive’s answer is 7 January 2013."),
        (date(2012, 12, 24), None, "due soon", "amber", "The last day for the executive’s answer is 7 January 2013."),
        (date(2013, 1, 7), None, "due soon", "amber", "The last day for the executive’s answer is 7 January 2013."),
        (
            date(2013, 1, 8),
            None,
            "overdue by 1 day",
            "red",
            "The last day for the executive’s answer was 7 January 2013.",
        ),
        (
            date(2013, 1, 17),
            None,
            "overdue by 10 days",
            "red",
            "The last day for the executive’s answer was 7 January 2013.",
        ),
        (
            date(2013, 2, 1),
            date(2013, 1, 7),
            "answered on time",
            "green",
            "The last day for the executive’s answer was 7 January 2013.",
        ),
        (
            date(2013, 2, 1),
            date(2013, 1, 9),
            "answered 2 days late",
            "amber",
            "The last day for the executive’s answer was 7 January 2013.",
        ),
        (
            date(2013, 1, 8),
            date(2013, 1, 9),
            "overdue by 1 day",
            "red",
            "The last day for the executive’s answer was 7 January 2013.",
        ),
    ],
)
def test_clock_as_at_each_day(on, answered, label, tone, words):
    clock = response_clock(RECEIVED, on=on, answered_on=answered)
    assert (clock.label, clock.tone, clock.words) == (label, tone, words)


def test_clock_does_not_run_without_a_day():
    assert response_clock(None, on=RECEIVED).label == "not running"
    assert response_clock(RECEIVED, "unknown", on=RECEIVED).label == "not running"
    assert not response_clock(None, on=RECEIVED).is_open


def test_answer_of_which_the_day_is_not_known_is_an_answer():
    clock = response_clock(RECEIVED, on=date(2013, 6, 1), is_answered=True)
    assert (clock.label, clock.is_open) == ("answered", False)
