"""When a message is tried again, and when one that may wait is sent."""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.working_days import LONDON
from outbox.choices import Rhythm
from outbox.faults import NotAccepted, Refused, in_words, is_for_good
from outbox.rules import ATTEMPTS, digest_due, next_attempt, notice_due, rhythm_for

NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)
AT_ONCE, DAILY, WEEKLY = Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 5), (3, 30), (4, 120), (5, 360), (6, 720), (7, 720), (8, None)],
)
def test_next_attempt_waits_longer_each_time_and_gives_up_after_the_eighth(attempts, minutes):
    expected = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert next_attempt(attempts, at=NOON) == expected


def test_attempts_outlast_a_day():
    at = NOON
    for attempts in range(1, ATTEMPTS):
        at = next_attempt(attempts, at=at)
    assert at - NOON == timedelta(hours=32, minutes=36)


@pytest.mark.parametrize(
    ("wanted", "waits_for", "rhythm"),
    [
        (AT_ONCE, {DAILY, WEEKLY}, AT_ONCE),
        (DAILY, {DAILY, WEEKLY}, DAILY),
        (WEEKLY, {DAILY, WEEKLY}, WEEKLY),
        (WEEKLY, {DAILY}, DAILY),
        (DAILY, {WEEKLY}, AT_ONCE),
        (WEEKLY, set(), AT_ONCE),
    ],
)
def test_rhythm_is_the_slowest_that_both_the_person_and_the_kind_allow(wanted, waits_for, rhythm):
    assert rhythm_for(wanted, waits_for) == rhythm


@pytest.mark.parametrize(
    ("rhythm", "after", "due"),
    [
        (DAILY, london(2026, 11, 23, 6, 59, 59), london(2026, 11, 23, 7)),
        (DAILY, london(2026, 11, 23, 7), london(2026, 11, 24, 7)),
        (DAILY, london(2026, 11, 27, 12), london(2026, 11, 28, 7)),
        (WEEKLY, london(2026, 11, 23, 6), london(2026, 11, 23, 7)),
        (WEEKLY, london(2026, 11, 23, 7), london(2026, 11, 30, 7)),
        (WEEKLY, london(2026, 11, 29, 23), london(2026, 11, 30, 7)),
        # The clocks go forward on 28 March 2027: 7am is an hour earlier for the server.
        (DAILY, london(2027, 3, 27, 12), london(2027, 3, 28, 7)),
    ],
)
def test_digest_is_due_at_seven_in_london(rhythm, after, due):
    assert digest_due(rhythm, after=after) == due


@given(hours=st.integers(0, 90_000), rhythm=st.sampled_from([DAILY, WEEKLY]))
def test_digest_is_due_later_but_within_its_period(hours, rhythm):
    after = NOON + timedelta(hours=hours)
    period = timedelta(days=1 if rhythm == DAILY else 7, hours=1)
    assert timedelta(0) < digest_due(rhythm, after=after) - after <= period


@pytest.mark.parametrize(("minutes_ago", "wait"), [(None, 0), (0, 60), (59, 1), (60, 0), (600, 0)])
def test_notice_is_due_at_once_but_not_twice_within_an_hour(minutes_ago, wait):
    last = None if minutes_ago is None else NOON - timedelta(minutes=minutes_ago)
    assert notice_due(last=last, at=NOON) == NOON + timedelta(minutes=wait)


@pytest.mark.parametrize(
    ("error", "for_good", "words"),
    [
        (SMTPRecipientsRefused({"a@example.org": (550, b"No such mailbox")}), True, "550 No such mailbox"),
        (SMTPRecipientsRefused({"a@example.org": (451, b"Greylisted")}), False, "451 Greylisted"),
        (SMTPDataError(554, b"Looks like spam"), True, "554 Looks like spam"),
        (SMTPDataError(452, b"Mailbox full"), False, "452 Mailbox full"),
        (SMTPServerDisconnected("Connection unexpectedly closed"), False, "Connection unexpectedly closed"),
        (TimeoutError(), False, "TimeoutError"),
        (Refused("Not a valid address"), True, "Not a valid address"),
        (NotAccepted("Internal server error"), False, "Internal server error"),
    ],
)
def test_refusal_for_good_is_told_from_one_for_now(error, for_good, words):
    assert (is_for_good(error), in_words(error)) == (for_good, words)
