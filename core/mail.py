"""A mail whose subject every program shows as it was written."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.core.mail import EmailMultiAlternatives

# A line of a header has at most 76 characters; the first also holds the name, “Subject: ” (RFC 2047, 2; RFC 5322).
LONGEST_LINE = 76
NAME = "Subject: "
OPENING, CLOSING = "=?utf-8?b?", "?="
# What base64 makes of so many bytes fits into a line beside name, opening and closing.
BYTES_A_WORD = (LONGEST_LINE - len(NAME) - len(OPENING) - len(CLOSING)) // 4 * 3


class Mail(EmailMultiAlternatives):
    """Django folds a long subject before its first word, which some programs show as a blank, or as no subject."""

    def message(self, **given: Any) -> Any:
        made: Any = super().message(**given)
        # Past Django's own check, which has just refused a subject with line breaks and would refuse these, too.
        made.replace_header("Subject", fold_subject(str(self.subject)))
        return made


def fold_subject(subject: str) -> str:
    """The value of the header: as it is where it fits into one line, else encoded words of whole characters."""
    is_plain = subject.isascii() and subject.isprintable() and subject == subject.strip() and "=?" not in subject
    if is_plain and len(NAME + subject) <= LONGEST_LINE:
        return subject
    words, word = [], b""
    for character in subject:
        encoded = character.encode(errors="replace")
        if len(word) + len(encoded) > BYTES_A_WORD:
            words.append(word)
            word = b""
        word += encoded
    return "\n ".join(f"{OPENING}{b64encode(one).decode()}{CLOSING}" for one in [*words, word])
