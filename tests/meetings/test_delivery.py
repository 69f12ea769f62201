"""Each message is claimed by one worker, sent, recorded; a dead worker loses nothing."""

from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from meetings.rules import next_attempt
from meetings.services.delivery import (
    NotFailed,
    PdfPending,
    claim_delivery,
    record_failed,
    record_sent,
    send_again,
    send_due,
)

from core.models import AuditEvent
from meetings.models import Delivery, MeetingSummary
from tests import factories
from tests.meetings.conftest import WEDNESDAY_NOON

MINUTE = timedelta(minutes=1)
PDF = b"%PDF-1.7 the summary"


@pytest.fixture
def delivery(publish):
    return publish().deliveries.get()


@pytest.fixture
def two(publish, ppb, partnership):
    bad = factories.PersonFactory(partnership=partnership, name="A Bad Address", email="bad@example.org")
    factories.AppointmentFactory(person=bad, body=ppb)
    return publish()


class PickyServer(EmailBackend):
    """Django's own test outbox, which refuses one address as a mail server would."""

    def send_messages(self, messages):
        for message in messages:
            if "bad@example.org" in message.to:
                raise SMTPRecipientsRefused({"bad@example.org": (550, b"No such mailbox")})
        return super().send_messages(messages)


def send(at=WEDNESDAY_NOON):
    return send_due(now=lambda: at, pdf_for=lambda revision: PDF)


def state(delivery):
    delivery.refresh_from_db()
    return delivery.state


def test_claim_is_given_to_one_worker_only(delivery):
    same = Delivery.objects.get()

    assert claim_delivery(delivery=delivery, at=WEDNESDAY_NOON)
    assert not claim_delivery(delivery=same, at=WEDNESDAY_NOON)
    assert (delivery.state, delivery.attempts, delivery.may_be_double) == ("sending", 1, False)


def test_claim_of_a_dead_worker_is_taken_over_with_the_same_message_id_and_says_so(delivery):
    before = delivery.message_id
    claim_delivery(delivery=delivery, at=WEDNESDAY_NOON)

    assert not claim_delivery(delivery=Delivery.objects.get(), at=WEDNESDAY_NOON + 5 * MINUTE)
    again = Delivery.objects.get()
    assert claim_delivery(delivery=again, at=WEDNESDAY_NOON + 5 * MINUTE + timedelta(seconds=1))
    assert (again.message_id, again.may_be_double, again.attempts) == (before, True, 2)


def test_claim_of_a_message_that_waits_for_its_next_try_is_refused(delivery):
    claim_delivery(delivery=delivery, at=WEDNESDAY_NOON)
    record_failed(delivery=delivery, error="Busy", at=WEDNESDAY_NOON)

    assert not claim_delivery(delivery=delivery, at=WEDNESDAY_NOON + timedelta(seconds=59))
    assert claim_delivery(delivery=delivery, at=WEDNESDAY_NOON + MINUTE)


def test_message_that_was_sent_is_never_claimed_again(delivery):
    claim_delivery(delivery=delivery, at=WEDNESDAY_NOON)
    record_sent(delivery=delivery, at=WEDNESDAY_NOON)

    assert not claim_delivery(delivery=delivery, at=WEDNESDAY_NOON + timedelta(days=1))


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 1), (2, 5), (3, 30), (4, 120)],
)
def test_next_attempt_waits_longer_each_time(attempts, minutes):
    assert next_attempt(attempts, at=WEDNESDAY_NOON) == WEDNESDAY_NOON + minutes * MINUTE


def test_next_attempt_gives_up_after_the_fifth():
    assert next_attempt(5, at=WEDNESDAY_NOON) is None


def test_message_is_given_up_after_five_failures_and_can_be_sent_again(delivery, officer):
    at = WEDNESDAY_NOON
    for _ in range(5):
        assert claim_delivery(delivery=delivery, at=at)
        record_failed(delivery=delivery, error="Busy", at=at)
        at += timedelta(hours=3)

    assert (state(delivery), delivery.last_error) == ("failed", "Busy")
    assert not claim_delivery(delivery=delivery, at=at)

    send_again(delivery=delivery, by=officer, at=at)
    assert (state(delivery), delivery.attempts) == ("queued", 0)
    assert AuditEvent.objects.filter(verb="delivery.sent_again").count() == 1


def test_message_that_did_not_fail_is_not_sent_again_by_hand(delivery, officer):
    with pytest.raises(NotFailed):
        send_again(delivery=delivery, by=officer, at=WEDNESDAY_NOON)


def test_failure_of_a_claim_that_was_taken_over_changes_nothing(delivery):
    claim_delivery(delivery=delivery, at=WEDNESDAY_NOON)
    later = Delivery.objects.get()
    claim_delivery(delivery=later, at=WEDNESDAY_NOON + 6 * MINUTE)

    record_failed(delivery=delivery, error="Too slow", at=WEDNESDAY_NOON + 7 * MINUTE)
    assert (state(later), later.last_error) == ("sending", "")


def test_send_due_sends_each_once(delivery):
    assert send() == 1
    assert send() == 0
    assert [message.to for message in mail.outbox] == [["ppb.member@example.org"]]
    assert (state(delivery), delivery.sent_at) == ("sent", WEDNESDAY_NOON)


def test_send_due_goes_on_after_a_bad_address(two, settings):
    settings.EMAIL_BACKEND = "tests.meetings.test_delivery.PickyServer"

    assert send() == 1
    assert list(two.deliveries.values_list("email", "state", "last_error")) == [
        ("bad@example.org", "queued", "550 No such mailbox"),
        ("ppb.member@example.org", "sent", ""),
    ]
    assert [message.to for message in mail.outbox] == [["ppb.member@example.org"]]


def test_send_due_makes_the_pdf_once_for_all(two):
    made = []

    def pdf_for(revision):
        made.append(revision.number)
        return PDF

    send_due(now=lambda: WEDNESDAY_NOON, pdf_for=pdf_for)
    assert (made, len(mail.outbox)) == ([1], 2)


def test_send_due_waits_for_a_pdf_that_is_being_made(delivery):
    def pdf_for(revision):
        raise PdfPending

    assert send_due(now=lambda: WEDNESDAY_NOON, pdf_for=pdf_for) == 0
    assert (state(delivery), delivery.attempts) == ("queued", 0)


def test_send_due_asks_again_whether_it_is_published(delivery):
    MeetingSummary.objects.update(published_at=None)

    assert send() == 0
    assert mail.outbox == []
    assert (state(delivery), delivery.last_error) == ("queued", "Not sent: the summary is not published.")


def test_mail_brings_the_summary_in_text_and_html_with_the_pdf(delivery, meeting, settings):
    settings.BASE_URL = "https://portal.example.org"
    send()
    message = mail.outbox[0]
    html = message.alternatives[0][0]
    address = f"https://portal.example.org/halton/meetings/{meeting.pk}/"

    assert message.subject == "Summary: Board, 16 November 2026"
    assert message.extra_headers["Message-ID"] == delivery.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["List-Id"] == "<summaries.halton.portal.example.org>"
    assert message.attachments == [("halton-board-2026-11-16-summary.pdf", PDF, "application/pdf")]
    for part in (message.body, html):
        assert address in part
        assert "Waiting times" in part
        assert "Evening surgeries" in part
        assert "Open two evenings a week" in part
        assert "by 14 December 2026" in part
        assert "PPB member since January 2001 (Corporate PPB)" in part
    assert "<p>" not in message.body


def test_mail_goes_without_a_pdf_where_none_could_be_made(delivery):
    send_due(now=lambda: WEDNESDAY_NOON, pdf_for=lambda revision: None)

    assert mail.outbox[0].attachments == []
    assert "attached" not in mail.outbox[0].body


def test_mail_of_a_correction_says_what_was_corrected(publish, content):
    publish()
    send()
    mail.outbox.clear()
    publish(content=replace(content, note="The college came"))
    send()

    assert mail.outbox[0].subject == "Corrected summary: Board, 16 November 2026"
    assert "What was corrected: The college came" in mail.outbox[0].body
