"""One connection to the mail server for many messages."""

from __future__ import annotations

from smtplib import SMTPException
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from outbox.faults import ServerAway, in_words

# What is said of mail where the backend of EMAIL_URL hands it to no server.
STAYS_HERE = {
    "django.core.mail.backends.filebased.EmailBackend": "Email is written to files; nothing leaves this portal",
    "django.core.mail.backends.console.EmailBackend": "Email is written to the log; nothing leaves this portal",
    "django.core.mail.backends.dummy.EmailBackend": "Email is switched off; nothing leaves this portal",
}


def why_it_stays() -> str:
    """What becomes of mail that does not leave the portal, in words; empty where it does leave."""
    return STAYS_HERE.get(settings.EMAIL_BACKEND, "")


class Post:
    """Opened when the first message is ready, closed at the end; after a failure the next message has a fresh one."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Raises ``ServerAway``: then it is useless to try any message."""
        if self.is_open:
            return
        try:
            self.connection.open()
        except (SMTPException, OSError) as error:
            self.close()
            raise ServerAway(f"The mail server cannot be reached: {in_words(error)}") from error
        self.is_open = True

    def send(self, mail: EmailMessage) -> None:
        mail.connection = self.connection
        try:
            mail.send()
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        self.is_open = False
        self.connection.close()
