"""RU-1 to RU-3: time to implement, silence over six months, and the response that counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rules.dates import bounds_of_ended, last_possible_day
from recommendations.choices import ReviewCount, UpdateAge
from recommendations.models import Recommendation
from recommendations.rules import Span, latest_silent_day, median_span, silent_from, time_to_implement
from tests import factories
from tests.monitoring.factories import MonitoringDecisionFactory, ReviewFactory

DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
PRECISIONS = st.sampled_from(("day", "month", "year"))


@pytest.mark.parametrize(
    ("received", "implemented", "words"),
    [
        (("2012-09-14", "day"), ("2013-10-29", "day"), "410 days"),
        (("2012-09-14", "day"), ("2012-09-15", "day"), "1 day"),
        (("2012-09-14", "day"), ("2012-09-14", "day"), "0 days"),
        (("2012-09-14", "day"), ("2012-03-01", "day"), "0 days"),
        (("2012-09-01", "month"), ("2013-10-29", "day"), "about 13 months"),
        (("2012-09-14", "day"), ("2013-10-01", "month"), "about 13 months"),
        (("2012-09-01", "month"), ("2013-10-01", "month"), "about 13 months"),
        (("2012-09-01", "month"), ("2012-10-01", "month"), "about 1 month"),
        (("2012-09-01", "month"), ("2012-09-01", "month"), "less than a month"),
        (("2012-01-01", "year"), ("2014-01-01", "year"), "about 24 months"),
        (("2012-09-01", "month"), (None, "unknown"), None),
        ((None, "unknown"), ("2013-10-29", "day"), None),
        (("2012-09-01", "unknown"), ("2013-10-29", "day"), None),
        (("2012-09-01", "day"), ("2013-10-29", "unknown"), None),
    ],
)
def test_ru_1_time_to_implement(received, implemented, words):
    span = time_to_implement(*of(*received), *of(*implemented))
    assert (span and span.words) == words


def of(day, precision):
    return (date.fromisoformat(day) if day else None), precision


@pytest.mark.parametrize(
    ("days", "median"),
    [([], None), ([5], 5), ([9, 1, 5], 5), ([1, 4], 3), ([1, 5], 3), ([10, 1, 4, 2], 3), ([7, 7, 7, 100], 7)],
)
def test_ru_1_median_is_a_whole_number_rounded_half_up(days, median):
    found = median_span(Span(number, is_exact=True) for number in days)
    assert (found and found.days) == median


def test_ru_1_median_is_exact_only_where_all_are():
    exact, about = Span(30, is_exact=True), Span(58, is_exact=False)
    assert [median_span(spans).words for spans in ([exact], [about], [exact, about])] == [
        "30 days",
        "about 2 months",
        "about 1 month",
    ]


ON = date(2013, 10, 29)


@pytest.mark.parametrize(
    ("has_progress", "reported", "asked", "age"),
    [
        (True, ("2013-04-28", "day"), ("2012-09-01", "month"), UpdateAge.STALE),
        (True, ("2013-04-29", "day"), ("2012-09-01", "month"), UpdateAge.RECENT),
        (True, ("2013-03-01", "month"), ("2012-09-01", "month"), UpdateAge.STALE),
        (True, ("2013-04-01", "month"), ("2012-09-01", "month"), UpdateAge.RECENT),
        (True, ("2012-01-01", "year"), ("2012-09-01", "month"), UpdateAge.STALE),
        (True, ("2013-01-01", "year"), ("2012-09-01", "month"), UpdateAge.RECENT),
        (True, (None, "unknown"), ("2012-09-01", "month"), UpdateAge.UNDATED),
        (False, (None, "unknown"), ("2012-09-01", "month"), UpdateAge.STALE),
        (False, (None, "unknown"), ("2013-09-01", "month"), UpdateAge.RECENT),
        (False, (None, "unknown"), (None, "unknown"), UpdateAge.UNDATED),
    ],
)
def test_ru_2_silent_for_over_six_months(has_progress, reported, asked, age, db):
    (reported_on, reported_precision), (received_on, received_precision) = of(*reported), of(*asked)
    group = factories.TopicGroupFactory(received_on=received_on, received_precision=received_precision)
    recommendation = factories.RecommendationFactory(topic_group=group)
    if has_progress:
        factories.ProgressUpdateFactory(
            recommendation=recommendation, reported_on=reported_on, reported_precision=reported_precision
        )
    assert age_of(recommendation) == age


@pytest.mark.parametrize(("made_on", "age"), [("2013-04-28", UpdateAge.STALE), ("2013-04-29", UpdateAge.RECENT)])
def test_ru_2_counts_from_the_day_of_what_came_after_the_report(made_on, age, db):
    assert age_of(factories.RecommendationFactory(made_on=date.fromisoformat(made_on))) == age


def age_of(recommendation):
    return Recommendation.objects.as_at(ON).with_update_age(on=ON).get(pk=recommendation.pk).update_age


def test_ru_2_six_months_end_with_a_shorter_month():
    assert silent_from(date(2013, 8, 31)) == date(2014, 3, 1)
    assert latest_silent_day(date(2014, 2, 28)) == date(2013, 8, 27)
    assert latest_silent_day(date(2014, 3, 1)) == date(2013, 8, 31)


@settings(max_examples=200)
@given(on=DAYS)
def test_ru_2_latest_silent_day_is_the_last_one(on):
    last = latest_silent_day(on)
    assert silent_from(last) <= on < silent_from(last + timedelta(days=1))


@settings(max_examples=200)
@given(day=DAYS, by=DAYS, precision=PRECISIONS)
def test_bounds_for_the_database_say_what_the_rule_says(day, by, precision):
    kept = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[precision]
    assert (kept < bounds_of_ended(by)[precision]) == (last_possible_day(kept, precision) <= by)


@pytest.mark.parametrize(
    ("due", "reviewed_on", "counted"),
    [
        (("2013-09-01", "month"), None, ReviewCount.OVERDUE),
        (("2013-10-01", "month"), None, ReviewCount.DUE),
        (("2013-10-29", "day"), None, ReviewCount.DUE),
        (("2013-10-28", "day"), None, ReviewCount.OVERDUE),
        (("2013-09-01", "month"), date(2013, 10, 1), ReviewCount.RECORDED),
        ((None, "unknown"), None, ReviewCount.NOT_KNOWN),
    ],
)
def test_reviews_are_recorded_due_or_overdue(due, reviewed_on, counted, db):
    assert count_of(*of(*due), reviewed_on) is counted


def test_review_of_what_is_closed_is_not_expected(db):
    counted = [count_of(date(2013, 9, 1), "month", day, is_closed=True) for day in (None, date(2013, 10, 1))]
    assert counted == [ReviewCount.NOT_EXPECTED, ReviewCount.RECORDED]


def count_of(due_on, precision, reviewed_on, *, is_closed=False):
    made = factories.RecommendationFactory(review_due_on=due_on, review_precision=precision)
    if reviewed_on:
        ReviewFactory(recommendation=made, reviewed_on=reviewed_on)
    if is_closed:
        MonitoringDecisionFactory(recommendation=made, decided_on=date(2013, 9, 1))
    row = Recommendation.objects.as_at(ON).with_review_state(on=ON).get(pk=made.pk)
    return ReviewCount.of(row.review_state_on_day)
