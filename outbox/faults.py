"""What can go wrong with sending, told apart by who is to blame: the server, the address, or nobody for long."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused

from core.chores import StopChore

# Answers from here on mean that the same message will be refused again, however often it is sent (RFC 5321, 4.2.1).
FOR_GOOD = 500


class ServerAway(StopChore):
    """The mail server cannot be reached, or takes nothing from us: no message is to blame, so all of them wait."""


class NotAccepted(Exception):
    """The mail service did not take this message; it may do so later."""


class Refused(NotAccepted):
    """The mail service will never take this message."""


def is_for_good(error: Exception) -> bool:
    """Whether trying again is of no use (M-5)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= FOR_GOOD for code, _ in error.recipients.values())
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= FOR_GOOD
    return isinstance(error, Refused)


def in_words(error: Exception) -> str:
    """What the mail server said, without the markup of the exception."""
    answers = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else [error.args]
    parts = [part.decode(errors="replace") if isinstance(part, bytes) else str(part) for one in answers for part in one]
    return " ".join(parts) or type(error).__name__
