"""The kinds of mail. Apps above the outbox say what each consists of; the outbox knows how to send it.

So the mail of a summary is written where summaries are known, and a message is composed from what is true at the
moment of sending, never from what was true when it was queued.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from outbox.choices import Rhythm

if TYPE_CHECKING:
    from outbox.models import Message


class NotYet(Exception):
    """Something that the message needs, such as a PDF, is still being made: it waits."""


class NotWanted(Exception):
    """The message is not to be sent any more; its text says why, to the officer."""


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Letter:
    """What one message says. ``text`` says all that ``html`` says."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


Compose = Callable[["Message", datetime], Letter]


@dataclass(frozen=True)
class Kind:
    """``compose`` may raise ``NotYet`` or ``NotWanted``; it is asked at the moment of sending.

    ``is_duty``: mail that belongs to somebody's office, which can't be unsubscribed from. ``waits_for``: the rhythms
    of a digest that the mail may wait for; empty for mail that goes at once whatever somebody prefers.
    ``is_secret``: it holds a link that sets its reader's password, so that no copy is kept and only admins read it.
    """

    slug: str
    label: str
    compose: Compose
    is_duty: bool = True
    waits_for: frozenset[Rhythm] = frozenset()
    is_secret: bool = False


kinds: dict[str, Kind] = {}


def kind(slug: str, label: str, **options: Any) -> Callable[[Compose], Compose]:
    """Register the function that composes mail of the kind. It stands in the ``mail`` module of the app that writes it,
    or is imported there: these modules are imported when the portal starts.
    """

    def register(compose: Compose) -> Compose:
        kinds[slug] = Kind(slug, label, compose, **options)
        return compose

    return register
