"""A real mail server that is down for a day: nothing is lost, and no message has used up its attempts."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from outbox.services.sending import send_due
from tests.browser.portal import free_port
from tests.outbox.makers import MONDAY_NOON, message, told

MINUTE = timedelta(minutes=1)


class Keeper:
    """Keeps whom each message came for; knows one address that does not exist, and one whose mailbox is full."""

    def __init__(self):
        self.kept = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (aiosmtpd's name)
        if address == "nobody@example.org":
            return "550 No such mailbox"
        if address == "full@example.org":
            return "452 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.kept.append((envelope.rcpt_tos[0], session.peer))
        return "250 Accepted"


@pytest.fixture
def port(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    return settings.EMAIL_PORT


@pytest.fixture
def start(port):
    """Start the mail server; it is stopped at the end."""
    started = []

    def start():
        keeper = Keeper()
        controller = Controller(keeper, hostname="127.0.0.1", port=port)
        controller.start()
        started.append(controller)
        return keeper

    yield start
    for controller in started:
        controller.stop()


def test_mail_server_down_for_a_day_loses_nothing(partnership, start):
    for number in range(3):
        message(partnership, email=f"person{number}@example.org")

    for minutes in range(0, 24 * 60, 30):
        assert send_due(now=lambda at=MONDAY_NOON + minutes * MINUTE: at) == 0
    ((state, attempts, error),) = set(told("state", "attempts", "last_error"))
    assert (state, attempts) == ("queued", 0)
    assert error.startswith("The mail server cannot be reached: ")

    server = start()
    assert send_due(now=lambda: MONDAY_NOON + timedelta(days=1)) == 3
    assert [address for address, _ in server.kept] == [f"person{number}@example.org" for number in range(3)]
    assert set(told("state", "attempts", "last_error")) == {("sent", 1, "")}


def test_mailing_goes_over_one_connection(partnership, start):
    server = start()
    for _ in range(3):
        message(partnership)

    send_due(now=lambda: MONDAY_NOON)
    assert len({peer for _, peer in server.kept}) == 1


def test_bad_addresses_stop_nobody(partnership, start):
    server = start()
    for name in ("nobody", "full", "reader"):
        message(partnership, email=f"{name}@example.org")

    send_due(now=lambda: MONDAY_NOON)
    assert "reader@example.org" in [address for address, _ in server.kept]
    assert told("state", "last_error", "next_attempt_at")[:3] == [
        ("failed", "550 No such mailbox", MONDAY_NOON),
        ("queued", "452 Mailbox full", MONDAY_NOON + MINUTE),
        ("sent", "", MONDAY_NOON),
    ]
