"""GOV.UK Notify as the way out, spoken to over a real connection."""

import json
import threading
from base64 import urlsafe_b64decode
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.mail import EmailMessage, get_connection

from outbox.faults import NotAccepted, Refused, ServerAway
from outbox.notify import token
from outbox.services.sending import send_due
from tests.browser.portal import free_port
from tests.outbox.makers import MONDAY_NOON, message, told

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"portal-{SERVICE}-{SECRET}"


class Notify(HTTPServer):
    """Keeps what it was asked, and answers as it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answerer)
        self.asked = []
        self.status, self.answer = 201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a"}


class Answerer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        answer = self.server.answer
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *args):
        """Not on the tests' own output."""


@pytest.fixture
def notify(settings):
    server = Notify()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.EMAIL_BACKEND = "outbox.notify.NotifyBackend"
    settings.MAIL_BACKEND = "notify"
    settings.NOTIFY_API_KEY = KEY
    settings.NOTIFY_TEMPLATE_ID = "f33517ff-2a88-4f6e-b855-c550268ce08a"
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def mail(**given):
    return EmailMessage(subject="Pass it on", body="Text", to=["reader@example.org"], **given)


def error(words):
    return {"status_code": 0, "errors": [{"error": "BadRequestError", "message": words}]}


def test_token_is_signed_for_the_service_that_the_key_names():
    head, claim, signature = token(KEY, at=1790000000.9).split(".")
    assert json.loads(urlsafe_b64decode(f"{head}==")) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(urlsafe_b64decode(f"{claim}==")) == {"iss": SERVICE, "iat": 1790000000}
    assert signature == "Y1F8SqXQnTdP7W3KSoHKT2kuI8l-E5azJCJOwUeboOY"


def test_notify_is_given_subject_text_and_reference(notify):
    headers = {"Message-ID": "<1@example.org>", "List-Unsubscribe": "<https://portal.example.org/stop/>"}
    sent = get_connection().send_messages(
        [mail(headers=headers, attachments=[("agenda.pdf", b"%PDF", "application/pdf")])]
    )

    ((path, sent_headers, asked),) = notify.asked
    assert (sent, path) == (1, "/v2/notifications/email")
    assert sent_headers["Authorization"].startswith("Bearer ey")
    assert asked == {
        "email_address": "reader@example.org",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "personalisation": {
            "subject": "Pass it on",
            "body": "Text\n\nNot in this email, but on the page that it leads to: agenda.pdf",
        },
        "reference": "<1@example.org>",
        "one_click_unsubscribe_url": "https://portal.example.org/stop/",
    }


@pytest.mark.parametrize(
    ("status", "answer", "raised", "words"),
    [
        (400, error("email_address Not a valid email address"), Refused, "email_address Not a valid email address"),
        (403, error("Invalid token: API key not found"), ServerAway, "Invalid token: API key not found"),
        (429, error("Exceeded rate limit"), ServerAway, "Exceeded rate limit"),
        (500, error("Internal server error"), NotAccepted, "Internal server error"),
        (502, b"<html>Bad gateway</html>", NotAccepted, "no reason given"),
    ],
)
def test_refusal_of_notify_says_who_is_to_blame(notify, status, answer, raised, words):
    notify.status, notify.answer = status, answer

    with pytest.raises(raised) as refused:
        mail().send()
    assert (type(refused.value), str(refused.value)) == (raised, f"GOV.UK Notify answered {status}: {words}")


def test_notify_that_cannot_be_reached_says_so(notify, settings):
    settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{free_port()}"

    with pytest.raises(ServerAway, match=r"GOV\.UK Notify cannot be reached"):
        mail().send()
    assert mail().send(fail_silently=True) == 0


def test_outbox_goes_out_by_notify(notify, partnership):
    message(partnership, email="reader@example.org")

    assert send_due(now=lambda: MONDAY_NOON) == 1
    assert told("state", "last_error") == [("sent", "")]


def test_outbox_waits_for_notify_without_losing_an_attempt(notify, partnership):
    notify.status, notify.answer = 429, error("Exceeded rate limit")
    for _ in range(2):
        message(partnership)

    assert send_due(now=lambda: MONDAY_NOON) == 0
    assert len(notify.asked) == 1
    assert (
        told("state", "attempts", "last_error")
        == [("queued", 0, "GOV.UK Notify answered 429: Exceeded rate limit")] * 2
    )
