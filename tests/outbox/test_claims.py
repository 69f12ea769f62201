"""Each message is claimed by one worker, sent, recorded; a dead worker loses nothing."""

from datetime import timedelta
from smtplib import SMTPDataError

import pytest

from core.models import AuditEvent
from outbox.kinds import Letter
from outbox.models import Message
from outbox.rules import ATTEMPTS
from outbox.services.by_hand import send_again, send_all_again, stop_message
from outbox.services.claims import claim_message, record_failed, record_sent, release_claim
from tests.outbox.makers import MONDAY_NOON, message, told

MINUTE = timedelta(minutes=1)
BUSY = SMTPDataError(451, b"Busy")


@pytest.fixture
def one(partnership):
    return message(partnership)


def same(one):
    return Message.objects.get(pk=one.pk)


def test_claim_is_given_to_one_worker_only(one):
    other = same(one)

    assert claim_message(message=one, at=MONDAY_NOON)
    assert not claim_message(message=other, at=MONDAY_NOON)
    assert (one.state, one.attempts, one.may_be_double) == ("sending", 1, False)


def test_claim_of_a_dead_worker_is_taken_over_with_the_same_message_id_and_says_so(one):
    claim_message(message=one, at=MONDAY_NOON)

    assert not claim_message(message=same(one), at=MONDAY_NOON + 5 * MINUTE)
    again = same(one)
    assert claim_message(message=again, at=MONDAY_NOON + 5 * MINUTE + timedelta(seconds=1))
    assert (again.message_id, again.may_be_double, again.attempts) == (one.message_id, True, 2)


def test_claim_of_a_message_that_waits_for_its_next_try_is_refused(one):
    claim_message(message=one, at=MONDAY_NOON)
    record_failed(message=one, error=BUSY, at=MONDAY_NOON)

    assert not claim_message(message=one, at=MONDAY_NOON + timedelta(seconds=59))
    assert claim_message(message=one, at=MONDAY_NOON + MINUTE)


def test_message_that_was_sent_is_never_claimed_again(one):
    claim_message(message=one, at=MONDAY_NOON)
    record_sent(message=one, letter=Letter("Subject", "Text", "<p>Text</p>"), at=MONDAY_NOON)

    assert not claim_message(message=one, at=MONDAY_NOON + timedelta(days=1))
    assert [(attempt.made_at, attempt.error) for attempt in one.tries.all()] == [(MONDAY_NOON, "")]


def test_claim_that_is_released_cost_no_attempt(one):
    claim_message(message=one, at=MONDAY_NOON)
    release_claim(message=one)

    assert told("state", "attempts") == [("queued", 0)]
    assert claim_message(message=one, at=MONDAY_NOON)


def test_message_is_given_up_after_the_stated_number_and_can_be_sent_again(one, officer):
    at = MONDAY_NOON
    for _ in range(ATTEMPTS):
        assert claim_message(message=one, at=at)
        record_failed(message=one, error=BUSY, at=at)
        at += timedelta(hours=13)
    assert (same(one).state, same(one).last_error, one.tries.count()) == ("failed", "451 Busy", ATTEMPTS)
    assert not claim_message(message=one, at=at)

    send_again(message=one, by=officer, at=at)
    assert (same(one).state, same(one).attempts) == ("queued", 0)
    assert not send_again(message=one, by=officer, at=at)
    assert AuditEvent.objects.filter(verb="message.sent_again").count() == 1


def test_refusal_for_good_is_given_up_at_once(one):
    claim_message(message=one, at=MONDAY_NOON)
    record_failed(message=one, error=SMTPDataError(554, b"Too big"), at=MONDAY_NOON)

    assert (same(one).state, same(one).attempts) == ("failed", 1)


def test_failure_of_a_claim_that_was_taken_over_changes_nothing(one):
    claim_message(message=one, at=MONDAY_NOON)
    later = same(one)
    claim_message(message=later, at=MONDAY_NOON + 6 * MINUTE)

    record_failed(message=one, error=BUSY, at=MONDAY_NOON + 7 * MINUTE)
    release_claim(message=one)
    assert told("state", "last_error", "attempts") == [("sending", "", 2)]


def test_all_that_failed_is_sent_again_once(partnership, world, officer):
    message(partnership, state="failed", attempts=8)
    message(partnership, state="failed", attempts=8)
    message(partnership, state="dropped")
    message(world.elsewhere, state="failed")

    assert send_all_again(partnership=partnership, by=officer, at=MONDAY_NOON) == 2
    assert told("state") == ["queued", "queued", "dropped", "failed"]
    assert send_all_again(partnership=partnership, by=officer, at=MONDAY_NOON) == 0
    assert AuditEvent.objects.get(verb="message.all_sent_again").details == {"messages": 2}


def test_message_that_is_stopped_is_not_sent_and_says_by_whom(one, officer):
    stop_message(message=one, by=officer)

    assert told("state", "last_error") == [("dropped", "Stopped by Partnership Officer")]
    assert not claim_message(message=one, at=MONDAY_NOON)
    assert not stop_message(message=one, by=officer)


def test_digest_that_is_stopped_stops_what_it_carries(partnership, officer):
    digest = message(partnership, kind="digest")
    message(partnership, kind="news", state="held", digest=digest)

    stop_message(message=digest, by=officer)
    assert told("state") == ["dropped", "dropped"]
