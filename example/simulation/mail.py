"""The mail server of a year that is simulated by hand: nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from example.simulation.place import REFUSED


class QuietServer:
    """Away or there; ``accepted`` counts what it took."""

    def __init__(self) -> None:
        self.is_away = False
        self.accepted = 0

    def go_away(self) -> None:
        self.is_away = True

    def come_back(self) -> None:
        self.is_away = False


server = QuietServer()


class QuietBackend(BaseEmailBackend):
    """Answers as the server would, and keeps nothing of what was written."""

    def open(self) -> bool:
        if server.is_away:
            raise ConnectionRefusedError("The mail server is away for the day.")
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if REFUSED in message.to:
                raise SMTPRecipientsRefused({REFUSED: (550, b"No such mailbox")})
            server.accepted += 1
        return len(email_messages)
