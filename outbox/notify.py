"""Mail by GOV.UK Notify, for councils whose mail leaves through it. Off unless ``MAIL_BACKEND=notify`` is set.

Notify writes a mail from a template of its own; ours needs no more than ``((subject))`` and ``((body))``. It sends
text, which it lays out, and no files: a message leads to the page where they are.
"""

from __future__ import annotations

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from outbox.faults import NotAccepted, Refused, ServerAway, in_words

# A key is a name, the service's id and a secret, with hyphens between; ids and secrets are UUIDs.
UUID_LENGTH = 36
PATH = "/v2/notifications/email"
ACCEPTED, BAD_REQUEST = 201, 400
# Our key, our limits or our address at fault: the next message would fare no better.
OURS = frozenset({401, 403, 404, 429})


class NotifyBackend(BaseEmailBackend):
    """Hands each message to Notify over HTTPS."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = 0
        for message in email_messages:
            for address in message.recipients():
                try:
                    self._post(as_notification(message, address))
                except (NotAccepted, ServerAway):
                    if not self.fail_silently:
                        raise
                else:
                    sent += 1
        return sent

    def _post(self, notification: Mapping[str, Any]) -> None:
        base = urlsplit(settings.NOTIFY_BASE_URL)
        connection_class = HTTPSConnection if base.scheme == "https" else HTTPConnection
        connection = connection_class(base.hostname or "", base.port, timeout=settings.EMAIL_TIMEOUT)
        headers = {
            "Authorization": f"Bearer {token(settings.NOTIFY_API_KEY, at=time.time())}",
            "Content-Type": "application/json",
        }
        try:
            connection.request("POST", f"{base.path}{PATH}", json.dumps(notification), headers)
            response = connection.getresponse()
            status, answer = response.status, response.read()
        except (OSError, HTTPException) as error:
            raise ServerAway(f"GOV.UK Notify cannot be reached: {in_words(error)}") from error
        finally:
            connection.close()
        _judge(status, answer)


def as_notification(message: EmailMessage, address: str) -> dict[str, Any]:
    """What Notify is asked to send; Message-ID as the reference by which its pages find the message."""
    notification: dict[str, Any] = {
        "email_address": address,
        "template_id": settings.NOTIFY_TEMPLATE_ID,
        "personalisation": {"subject": str(message.subject), "body": str(message.body) + _left_out(message)},
        "reference": message.extra_headers.get("Message-ID", ""),
    }
    if unsubscribe := message.extra_headers.get("List-Unsubscribe"):
        notification["one_click_unsubscribe_url"] = unsubscribe.strip("<>")
    return notification


def _left_out(message: EmailMessage) -> str:
    names = [str(one[0]) for one in message.attachments if isinstance(one, tuple) and one[0]]
    return f"\n\nNot in this email, but on the page that it leads to: {', '.join(names)}" if names else ""


def token(key: str, *, at: float) -> str:
    """A JSON Web Token, signed with HMAC-SHA-256, that says which service asks and when."""
    secret, service = key[-UUID_LENGTH:], key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1]
    head = _encoded(json.dumps({"typ": "JWT", "alg": "HS256"}).encode())
    claim = _encoded(json.dumps({"iss": service, "iat": int(at)}).encode())
    signature = hmac.digest(secret.encode(), f"{head}.{claim}".encode(), "sha256")
    return f"{head}.{claim}.{_encoded(signature)}"


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def _judge(status: int, answer: bytes) -> None:
    """Nothing for a message that was accepted, or an exception that says whether to try again."""
    if status == ACCEPTED:
        return
    words = f"GOV.UK Notify answered {status}: {_sentence(answer)}"
    if status in OURS:
        raise ServerAway(words)
    raise Refused(words) if status == BAD_REQUEST else NotAccepted(words)


def _sentence(answer: bytes) -> str:
    try:
        return "; ".join(error["message"] for error in json.loads(answer)["errors"])
    except (ValueError, LookupError, TypeError):
        return "no reason given"
