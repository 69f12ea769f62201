"""The outbox: what officers see of each message, and what they do about it."""

import pytest
import time_machine
from django.urls import reverse

from core.models import AuditEvent
from outbox.models import Attempt, Message
from tests.outbox.makers import MONDAY_NOON, message, told


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def client(client_for, officer):
    return client_for(officer)


def at(name, *args):
    return reverse(f"outbox:{name}", args=["halton", *args])


def text(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def shown(client, **query):
    return [one.record.subject for one in client.get(at("list"), query).context["table"].paginated_rows]


def test_outbox_without_mail_says_so(client):
    assert "No messages match" in text(client, at("list"))


def test_outbox_shows_each_message_the_newest_first(client, partnership, world):
    message(partnership, subject="Older", name="A Member", state="failed", last_error="550 No such mailbox")
    message(partnership, subject="Newer")
    message(world.elsewhere, subject="Not ours")

    assert shown(client) == ["Newer", "Older"]
    page = text(client, at("list"))
    for words in ("A Member", "could not be sent", "550 No such mailbox", "Send again what could not be sent"):
        assert words in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "failed"}, ["Failed"]),
        ({"kind": "news"}, ["News"]),
        ({"to": "COLLEGE"}, ["Failed"]),
        ({"to": "reader@"}, ["News"]),
        ({"since": "23 11 2026"}, ["Failed", "News"]),
        ({"until": "22 11 2026"}, []),
    ],
)
def test_outbox_is_filtered(client, partnership, query, found):
    message(partnership, subject="News", kind="news", email="reader@example.org")
    message(partnership, subject="Failed", name="The College", state="failed")

    assert shown(client, **query) == found


@pytest.mark.parametrize("rows", [1, 100])
def test_outbox_costs_the_same_however_much_was_sent(client, partnership, rows, django_assert_num_queries):
    for _ in range(rows):
        message(partnership, state="failed")
    with django_assert_num_queries(9):
        client.get(at("list"))


def test_outbox_says_that_mail_is_not_going_out(client, partnership):
    one = message(partnership, last_error="The mail server cannot be reached: Connection refused")
    assert "Email is not going out" not in text(client, at("list"))

    Message.objects.filter(pk=one.pk).update(next_attempt_at=MONDAY_NOON.replace(hour=11, minute=30))
    page = text(client, at("list"))
    assert "A message has been due since 23 November 2026, 11:30am." in page
    assert "The mail server cannot be reached: Connection refused" in page


def test_message_shows_each_attempt(client, partnership):
    one = message(partnership, attempts=2, state="sent", sent_at=MONDAY_NOON, may_be_double=True)
    Attempt.objects.create(message=one, made_at=MONDAY_NOON.replace(hour=9), error="451 Busy")
    Attempt.objects.create(message=one, made_at=MONDAY_NOON)

    page = text(client, at("message", one.pk))
    for words in (
        "23 November 2026, 9am",
        "451 Busy",
        "The mail server took the message.",
        "It may have arrived twice",
    ):
        assert words in page


def test_message_of_another_partnership_is_not_found(client, world):
    assert client.get(at("message", message(world.elsewhere).pk)).status_code == 404


def test_message_and_its_digest_lead_to_each_other(client, partnership):
    digest = message(partnership, kind="digest", subject="Digest of Monday", state="sent", sent_at=MONDAY_NOON)
    one = message(partnership, kind="news", subject="News", state="sent", sent_at=MONDAY_NOON, digest=digest)

    assert at("message", digest.pk) in text(client, at("message", one.pk))
    assert at("message", one.pk) in text(client, at("message", digest.pk))


def test_officer_sends_a_failed_message_again_once(client, partnership):
    one = message(partnership, name="A Member", state="failed", attempts=8)

    assert (
        "The email to A Member is being sent again." in client.post(at("again", one.pk), follow=True).content.decode()
    )
    assert "did not fail, so it is not sent again" in client.post(at("again", one.pk), follow=True).content.decode()
    assert told("state", "attempts") == [("queued", 0)]
    assert AuditEvent.objects.filter(verb="message.sent_again").count() == 1


def test_officer_is_asked_before_all_that_failed_is_sent_again(client, partnership):
    for _ in range(2):
        message(partnership, state="failed")

    assert "Send 2 messages again" in text(client, at("all_again"))
    assert told("state") == ["failed", "failed"]
    answer = client.post(at("all_again"), follow=True).content.decode()
    assert "2 messages will be sent again within a minute." in answer
    assert told("state") == ["queued", "queued"]
    assert "Nothing to send again" in text(client, at("all_again"))
    assert "There was nothing to send again." in client.post(at("all_again"), follow=True).content.decode()


def test_officer_is_asked_before_a_message_is_stopped(client, partnership):
    one = message(partnership, name="A Member")

    assert "You cannot undo this." in text(client, at("stop", one.pk))
    assert told("state") == ["queued"]
    assert "The email to A Member is stopped." in client.post(at("stop", one.pk), follow=True).content.decode()
    assert "Stopped by Partnership Officer" in text(client, at("message", one.pk))
    assert "does not wait any more" in client.post(at("stop", one.pk), follow=True).content.decode()
