from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.choices import Precision
from core.rules.dates import ReviewState
from recommendations.rules import SilenceKind, is_same_visit, review_notice, silence_since

TODAY = date(2026, 11, 23)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 1, 1))


@pytest.mark.parametrize(
    ("reported_on", "precision", "words"),
    [
        (date(2026, 11, 23), Precision.DAY, "today"),
        (date(2026, 11, 13), Precision.DAY, "10 days ago"),
        (date(2025, 9, 20), Precision.DAY, "14 months ago"),
        # Of a month it is only sure that it had ended by its last day.
        (date(2026, 10, 1), Precision.MONTH, "3 weeks ago"),
        (date(2026, 11, 1), Precision.MONTH, "today"),
        (date(2013, 1, 1), Precision.YEAR, "12 years ago"),
        (None, Precision.UNKNOWN, "date not known"),
    ],
)
def test_silence_says_how_old_the_latest_progress_is(reported_on, precision, words):
    assert silence_since(reported_on, precision, has_progress=True, on=TODAY).words == words


def test_silence_without_progress_is_not_silence_of_unknown_length():
    never = silence_since(None, Precision.UNKNOWN, has_progress=False, on=TODAY)
    assert (never.kind, never.days, never.words) == (SilenceKind.NEVER, None, "no progress reported yet")


@given(reported_on=DAYS, on=DAYS, precision=st.sampled_from(Precision.values))
def test_silence_has_a_length_when_the_date_is_known(reported_on, on, precision):
    silence = silence_since(reported_on, precision, has_progress=True, on=on)
    if precision == Precision.UNKNOWN:
        assert silence.days is None
    else:
        assert 0 <= silence.days <= max(0, (on - reported_on).days)


@pytest.mark.parametrize(
    ("on", "state", "words"),
    [
        (date(2013, 8, 1), ReviewState.NOT_DUE, "It is due September 2013."),
        (date(2013, 8, 2), ReviewState.DUE_SOON, "It is due September 2013."),
        (date(2013, 9, 30), ReviewState.DUE_SOON, "It is due September 2013."),
        (date(2013, 10, 1), ReviewState.OVERDUE, "It was due September 2013 and is 1 day overdue."),
        (date(2026, 11, 23), ReviewState.OVERDUE, "It was due September 2013 and is 13 years overdue."),
    ],
)
def test_review_notice_counts_from_the_end_of_the_month(on, state, words):
    notice = review_notice(date(2013, 9, 1), Precision.MONTH, on=on)
    assert (notice.state, notice.words) == (state, words)


def test_review_notice_is_none_where_nobody_knows_when_the_report_came():
    assert review_notice(None, Precision.UNKNOWN, on=TODAY) is None


@pytest.mark.parametrize(("minutes", "same"), [(0, True), (30, True), (31, False), (60 * 24, False)])
def test_visit_ends_after_thirty_idle_minutes(minutes, same):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert is_same_visit(noon, noon + timedelta(minutes=minutes)) is same
