"""Mail as its reader opens it."""

from __future__ import annotations

import re
from email.message import EmailMessage

from playwright.sync_api import Page


def words_of(message: EmailMessage) -> str:
    """What the mail says to a reader who sees only the plain text."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def link_in(message: EmailMessage, part: str) -> str:
    """The one address in the mail with that part in it."""
    found = {address for address in re.findall(r"https?://\S+", words_of(message)) if part in address}
    assert len(found) == 1, f"{len(found)} addresses with “{part}” in “{message['Subject']}”"
    return found.pop()


def open_link(page: Page, message: EmailMessage, part: str) -> None:
    """Follow it as from a mail program: the page is loaded anew, though it may be the one that is open."""
    page.goto("about:blank")
    page.goto(link_in(message, part))
