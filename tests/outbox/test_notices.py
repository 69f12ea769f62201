"""The office hears of mail that was given up, within the hour and never about such a notice itself."""

from datetime import timedelta
from smtplib import SMTPDataError

import pytest
from django.core import mail

from outbox.models import Message
from outbox.services.claims import claim_message, record_failed
from outbox.services.sending import send_due
from tests.outbox.makers import MONDAY_NOON, message, told

TOO_BIG = SMTPDataError(554, b"Too big")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def partnership(world):
    world.partnership.office_email = "office@example.org"
    world.partnership.save()
    return world.partnership


def give_up(one, at=MONDAY_NOON):
    assert claim_message(message=one, at=at)
    record_failed(message=one, error=TOO_BIG, at=at)


def notices():
    known = Message.objects.filter(kind="given-up").order_by("next_attempt_at", "email")
    return list(known.values_list("email", "next_attempt_at"))


def test_notice_goes_to_the_office_and_its_officers(partnership):
    give_up(message(partnership, name="A Member", subject="Summary of the Board"))

    assert send_due(now=lambda: MONDAY_NOON) == 3
    assert sorted(one.to[0] for one in mail.outbox) == [
        "office@example.org",
        "partnership.admin@example.org",
        "partnership.officer@example.org",
    ]
    assert mail.outbox[0].subject == "1 email could not be delivered: Halton Strategic Partnership"
    body = mail.outbox[0].body
    assert "1 email could not be delivered" in body
    assert "A Member" in body
    assert "554 Too big" in body
    assert "/halton/outbox/?state=failed" in body


def test_notice_tells_of_all_that_failed_until_it_is_sent(partnership):
    for _ in range(12):
        give_up(message(partnership))
    assert len(notices()) == 3

    send_due(now=lambda: MONDAY_NOON)
    assert "12 emails could not be delivered" in mail.outbox[0].body
    assert "These are the latest 10. The page shows all." in mail.outbox[0].body


def test_notice_comes_once_an_hour_at_most(partnership):
    give_up(message(partnership))
    send_due(now=lambda: MONDAY_NOON)
    give_up(message(partnership), at=MONDAY_NOON + MINUTE)

    assert {due for _, due in notices()} == {MONDAY_NOON, MONDAY_NOON + 60 * MINUTE}
    assert send_due(now=lambda: MONDAY_NOON + 59 * MINUTE) == 0
    assert send_due(now=lambda: MONDAY_NOON + 60 * MINUTE) == 3


def test_notice_is_not_sent_once_all_is_seen_to(partnership):
    one = message(partnership)
    give_up(one)
    Message.objects.filter(pk=one.pk).update(state="dropped")

    assert send_due(now=lambda: MONDAY_NOON) == 0
    assert set(told("state")) == {"dropped"}


def test_notice_that_fails_is_told_of_nowhere(partnership):
    give_up(message(partnership, kind="given-up"))

    assert told("kind", "state") == [("given-up", "failed")]
