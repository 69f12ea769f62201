"""What is due goes out, the oldest first; nothing that goes wrong with one message touches another."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from outbox.models import Message
from outbox.services import sending
from outbox.services.claims import claim_message
from outbox.services.sending import send_due
from tests.outbox.makers import MONDAY_NOON, message, preference, told

MINUTE = timedelta(minutes=1)


class PickyServer(EmailBackend):
    """Django's own test outbox, which refuses one address as a mail server would."""

    def send_messages(self, messages):
        for one in messages:
            if "bad@example.org" in one.to:
                raise SMTPRecipientsRefused({"bad@example.org": (550, b"No such mailbox")})
        return super().send_messages(messages)


class RivalServer(EmailBackend):
    """While it takes one message, another worker runs through the whole queue."""

    def send_messages(self, messages):
        sent = super().send_messages(messages)
        if len(mail.outbox) == 1:
            send()
        return sent


def send(at=MONDAY_NOON):
    return send_due(now=lambda: at)


def recipients():
    return [one.to[0] for one in mail.outbox]


def test_send_due_sends_each_once_the_longest_waiting_first(partnership):
    message(partnership, email="second@example.org")
    message(partnership, email="first@example.org", next_attempt_at=MONDAY_NOON - MINUTE)
    message(partnership, email="later@example.org", next_attempt_at=MONDAY_NOON + MINUTE)

    assert (send(), send()) == (2, 0)
    assert recipients() == ["first@example.org", "second@example.org"]
    assert told("state", "sent_at") == [("sent", MONDAY_NOON), ("sent", MONDAY_NOON), ("queued", None)]


def test_send_due_goes_on_after_a_bad_address_and_gives_it_up(partnership, settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_sending.PickyServer"
    message(partnership, email="bad@example.org")
    message(partnership, email="good@example.org")

    send()
    # The office hears of it in the same run.
    assert recipients() == ["good@example.org", "partnership.admin@example.org", "partnership.officer@example.org"]
    failed = Message.objects.get(email="bad@example.org")
    assert (failed.state, failed.last_error, failed.attempts) == ("failed", "550 No such mailbox", 1)


@pytest.mark.parametrize(
    ("extra", "state", "error"),
    [
        ({"not_yet": True}, "queued", ""),
        ({"not_wanted": "The meeting is off."}, "dropped", "The meeting is off."),
        ({"fault": True}, "queued", "The message could not be written because of a fault in the portal."),
    ],
)
def test_send_due_goes_on_after_a_message_that_cannot_be_written(partnership, extra, state, error):
    message(partnership, extra=extra)
    message(partnership, email="good@example.org")

    assert send() == 1
    assert told("state", "last_error") == [(state, error), ("sent", "")]


def test_send_due_reads_on_past_those_that_are_not_ready(partnership, monkeypatch):
    monkeypatch.setattr(sending, "CHUNK", 2)
    for number in range(5):
        message(partnership, extra={"not_yet": number < 4}, next_attempt_at=MONDAY_NOON - number // 2 * MINUTE)

    assert send() == 1
    assert told("state") == ["queued"] * 4 + ["sent"]


def test_send_due_stops_when_its_time_is_up_and_the_next_run_goes_on(partnership):
    for _ in range(4):
        message(partnership)
    ticks = iter(range(100))

    # Each look at the clock finds it ten seconds on.
    assert send_due(now=lambda: MONDAY_NOON + timedelta(seconds=10 * next(ticks))) == 1
    assert send(MONDAY_NOON + MINUTE) == 3


def test_send_due_of_two_workers_sends_each_once(partnership, settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_sending.RivalServer"
    for number in range(4):
        message(partnership, email=f"person{number}@example.org")

    send()
    assert sorted(recipients()) == [f"person{number}@example.org" for number in range(4)]
    assert told("attempts", "may_be_double") == [(1, False)] * 4


def test_send_due_reads_a_chunk_at_a_time(partnership, django_assert_num_queries):
    for _ in range(30):
        message(partnership, extra={"not_yet": True})
    # What has failed before, and the chunk.
    with django_assert_num_queries(3):
        send()
    for _ in range(60):
        message(partnership, extra={"not_yet": True})
    with django_assert_num_queries(4):
        send()


def test_send_due_asks_again_whether_mail_was_stopped(partnership):
    message(partnership, kind="news", email="member@example.org")
    message(partnership, kind="duty", email="member@example.org")
    preference(partnership, "member@example.org", stopped=["news", "duty"])

    assert send() == 1
    assert told("state", "last_error") == [("dropped", "They asked not to be sent this kind of email."), ("sent", "")]


def test_message_taken_over_from_a_dead_worker_keeps_its_message_id(partnership):
    one = message(partnership, next_attempt_at=MONDAY_NOON - 6 * MINUTE)
    claim_message(message=one, at=MONDAY_NOON - 6 * MINUTE)

    assert send() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == one.message_id
    assert told("may_be_double") == [True]


def test_mail_carries_what_mail_programs_sort_by(partnership, settings):
    settings.BASE_URL = "https://portal.example.org"
    partnership.office_email = "office@example.org"
    partnership.save()
    message(partnership, kind="duty", subject="Pass it on")
    message(partnership, kind="news")
    send()

    duty, news = mail.outbox
    assert (duty.subject, duty.body, duty.reply_to) == ("Pass it on", "Text of Pass it on", ["office@example.org"])
    assert duty.alternatives[0][0] == "<p>Pass it on</p>"
    assert duty.extra_headers["Auto-Submitted"] == "auto-generated"
    assert duty.extra_headers["List-Id"] == "<duty.halton.portal.example.org>"
    assert "List-Unsubscribe" not in duty.extra_headers
    assert news.extra_headers["List-Unsubscribe"].startswith("<https://portal.example.org/halton/mail/")
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
