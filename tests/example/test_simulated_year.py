"""A whole year of a Board and five SSPs, played with the real services over a real mail server, adds up."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default as default_policy

import pytest
from aiosmtpd.controller import Controller

from core.rules.dates import FinancialYear
from example.simulation.place import REFUSED
from example.simulation.sums import sums_of
from example.simulation.year import SERVER_AWAY_AT, SimulatedYear
from outbox.choices import MessageState
from outbox.models import Message
from summaries.choices import SUMMARY
from summaries.services.reminders import REMINDER
from tests.browser.portal import free_port

YEAR = FinancialYear(2026)


class Mailboxes:
    """Keeps the Message-ID of what it accepted; one mailbox takes nothing."""

    def __init__(self):
        self.accepted = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (aiosmtpd's name)
        if address == REFUSED:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=default_policy)
        self.accepted.append(message["Message-ID"])
        return "250 Accepted"


class MailServer:
    def __init__(self):
        self.mailboxes, self.port = Mailboxes(), free_port()
        self.come_back()

    def go_away(self):
        self.controller.stop()

    def come_back(self):
        self.controller = Controller(self.mailboxes, hostname="127.0.0.1", port=self.port)
        self.controller.start()


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.go_away()


def test_simulated_year_adds_up(db, server):
    played = SimulatedYear(YEAR, server)
    played.play()

    sums = sums_of(played)
    assert [one for one in sums if not one.agrees] == []
    # So that nothing agrees because nothing happened.
    counted = {one.name: one.portal for one in sums}
    assert [counted[name] for name in ("Meetings that owe a summary", "Meetings that were off")] == [22, 2]
    assert min(counted["Summaries on time"], counted["Summaries late"], counted["Summaries overdue"]) > 0
    assert counted["Refused by the mailbox, and given up"] > 0

    sent = Message.objects.filter(state=MessageState.SENT)
    assert sorted(server.mailboxes.accepted) == sorted(sent.values_list("message_id", flat=True))
    assert not sent.filter(email="").exists()
    _check_reminders_stop(played)
    _check_the_day_without_a_server(played)


def _check_reminders_stop(played):
    """No reminder was queued on a day on which every summary was published."""
    for reminder in Message.objects.filter(kind=REMINDER):
        day = reminder.queued_at.date()
        waiting = [
            one
            for one in played.ledger.meetings
            if not one.is_off and one.held_on <= day and (one.published_on is None or one.published_on >= day)
        ]
        assert waiting


def _check_the_day_without_a_server(played):
    """What was published before the server was away for a day went out when it was back, and lost no attempt."""
    meeting = played.ledger.meetings[SERVER_AWAY_AT]
    version = played.meetings[meeting.number].summary.versions.get()
    sent = Message.objects.of(SUMMARY, version.pk).filter(state=MessageState.SENT)
    assert {(one.attempts, (one.sent_at.date() - meeting.published_on).days) for one in sent} == {(1, 2)}
