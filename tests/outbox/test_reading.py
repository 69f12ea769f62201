"""Officers read each message, as it was sent or as it would be written now; where it stays, the pages say so."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from outbox.kinds import Kind, Letter, kinds
from outbox.letters import with_links
from outbox.models import Message, SentCopy
from outbox.services.digests import gather_digests
from outbox.services.sending import send_due
from outbox.wording import sent_of
from tests.outbox.makers import MONDAY_NOON, message, told

FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture(autouse=True)
def monday_noon():
    with time_machine.travel(MONDAY_NOON, tick=False):
        yield


@pytest.fixture
def client(client_for, officer):
    return client_for(officer)


@pytest.fixture
def to_files(settings, tmp_path):
    settings.EMAIL_BACKEND = FILES
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def at(name, *args):
    return reverse(f"outbox:{name}", args=["halton", *args])


def text(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return " ".join(response.text.split())


def send():
    return send_due(now=lambda: MONDAY_NOON)


def test_mail_to_files_is_not_said_to_be_sent(client, partnership, to_files):
    one = message(partnership, subject="News")
    assert send() == 1

    assert len(list(to_files.iterdir())) == 1
    assert told("state", "stayed_here") == [("sent", True)]
    shown = text(client, at("list"))
    assert "Email is written to files; nothing leaves this portal." in shown
    assert ">kept here, not sent<" in shown
    page = text(client, at("message", one.pk))
    assert "It was kept here. No mail server has had it." in page
    assert "mail server took" not in page
    assert not re.search(r">\s*sent\s*<", page, re.IGNORECASE)


def test_today_says_that_nothing_leaves(client, to_files):
    assert "Email is written to files; nothing leaves this portal." in text(
        client, reverse("office:today", args=["halton"])
    )


def test_mail_through_a_server_is_said_to_be_sent(client, partnership):
    one = message(partnership)
    send()
    assert told("state", "stayed_here") == [("sent", False)]
    page = text(client, at("message", one.pk))
    assert "The mail server took the message." in page
    assert "nothing leaves" not in text(client, at("list")) + page


@pytest.mark.parametrize(("state", "found"), [("sent", ["Sent"]), ("kept", ["Kept"]), ("queued", ["Waiting"])])
def test_filter_tells_sent_from_kept(client, partnership, state, found):
    message(partnership, subject="Sent", state="sent", sent_at=MONDAY_NOON)
    message(partnership, subject="Kept", state="sent", sent_at=MONDAY_NOON, stayed_here=True)
    message(partnership, subject="Waiting")
    rows = client.get(at("list"), {"state": state}).context["table"].paginated_rows
    assert [row.record.subject for row in rows] == found


@pytest.mark.parametrize(
    ("sent", "kept", "stays", "words"),
    [
        (3, 0, False, "Sent 3 of 14"),
        (0, 0, False, "Sent 0 of 14"),
        (0, 0, True, "Kept here, not sent: 0 of 14"),
        (0, 14, True, "Kept here, not sent: 14 of 14"),
        (0, 14, False, "Kept here, not sent: 14 of 14"),
        (2, 0, True, "Sent 2 of 14"),
        (2, 3, False, "Sent 2 of 14, kept here: 3"),
    ],
)
def test_count_says_where_they_went(settings, sent, kept, stays, words):
    settings.EMAIL_BACKEND = FILES if stays else "django.core.mail.backends.smtp.EmailBackend"
    assert sent_of(14, sent=sent, kept=kept) == words


def test_message_is_read_as_it_was_sent(client, partnership):
    one = message(partnership, subject="As it was")
    send()
    Message.objects.filter(pk=one.pk).update(subject="Changed since")

    page = client.get(at("read", one.pk))
    assert "as it would be written now" not in page.text
    assert "<h1" in page.text
    assert "Text of As it was" in page.text
    html = client.get(at("html", one.pk))
    assert html.text == mail.outbox[0].alternatives[0].content == "<p>As it was</p>"


def test_message_that_waits_is_read_as_it_would_be_written_now(client, partnership):
    one = message(partnership, subject="Still to come")
    page = text(client, at("read", one.pk))
    assert "as it would be written now" in page
    assert "Text of Still to come" in page
    assert SentCopy.objects.count() == 0


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"not_wanted": "The meeting is off."}, "Written now, it would not be sent. The meeting is off."),
        ({"not_yet": True}, "A PDF that goes with it is still being made."),
        ({"fault": True}, "The message cannot be written because of a fault in the portal."),
    ],
)
def test_message_that_cannot_be_written_says_why(client, partnership, extra, words):
    one = message(partnership, extra=extra)
    assert words in text(client, at("read", one.pk))
    assert client.get(at("html", one.pk)).status_code == 404


def test_digest_is_read_before_it_goes_and_reading_changes_nothing(client, partnership):
    for number, extra in enumerate(({}, {"not_wanted": "Gone."}, {"fault": True})):
        message(
            partnership, kind="news", state="held", email="reader@example.org", subject=f"News {number}", extra=extra
        )
    gather_digests(at=MONDAY_NOON)
    digest = Message.objects.get(kind="digest")
    before = told("state", "digest", "last_error")

    page = text(client, at("read", digest.pk))
    assert "News 0" in page
    assert "News 1" not in page
    assert told("state", "digest", "last_error") == before


def test_html_part_may_do_nothing_but_show_itself(client, partnership):
    message(partnership, state="failed")
    one = message(partnership, kind="given-up", email="partnership.officer@example.org")
    answer = client.get(at("html", one.pk))

    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"].startswith("'sha256-")
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert policy["frame-ancestors"] == "'self'"
    assert set(policy) == {"default-src", "style-src", "base-uri", "form-action", "frame-ancestors", "sandbox"}
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert '<base target="_blank">' in answer.text
    assert "frame-src 'self'" in client.get(at("read", one.pk))["Content-Security-Policy"]


def test_message_of_another_partnership_is_not_read(client, world):
    one = message(world.elsewhere)
    assert [client.get(at(name, one.pk)).status_code for name in ("read", "html")] == [404, 404]


def test_secret_message_is_read_by_admins_and_no_copy_is_kept(client_for, world, partnership, monkeypatch):
    secret = Kind("key", "Key", lambda one, at: Letter("Key", "Key", "<p>Key</p>"), is_secret=True)
    monkeypatch.setitem(kinds, "key", secret)
    one = message(partnership, kind="key")
    send()

    assert SentCopy.objects.count() == 0
    readers = (world.member, world.officer, world.admin)
    assert [client_for(one_of).get(at("read", one.pk)).status_code for one_of in readers] == [403, 403, 200]
    assert client_for(world.officer).get(at("html", one.pk)).status_code == 403
    assert "Only an admin can read this email" in text(client_for(world.officer), at("message", one.pk))


def test_addresses_of_the_portal_can_be_followed_in_the_text_and_nothing_else(settings):
    settings.BASE_URL = "https://portal.example.org"
    shown = with_links("Read <b>it</b>: https://portal.example.org/halton/mail/a:b/\nhttps://elsewhere.example.org/")
    assert shown == (
        'Read &lt;b&gt;it&lt;/b&gt;: <a class="govuk-link" href="https://portal.example.org/halton/mail/a:b/"'
        ' target="_blank" rel="noopener">https://portal.example.org/halton/mail/a:b/</a>\nhttps://elsewhere.example.org/'
    )


def test_copy_follows_the_last_sending(partnership):
    one = message(partnership, subject="First")
    send()
    Message.objects.filter(pk=one.pk).update(state="queued", subject="Second")
    send_due(now=lambda: MONDAY_NOON + timedelta(minutes=1))
    assert list(SentCopy.objects.values_list("subject", "text")) == [("Second", "Text of Second")]
