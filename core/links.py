"""Links that let somebody without a sign-in do one thing: signed, for one purpose, and only for a while.

What was done by a link is a row of the thing itself; the link carries no state and can be followed any number of
times. It names whom it was sent to, so that what is done by it is put down to them.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse


class LinkBroken(Exception):
    """The address was cut off or changed on the way, or belongs to something else."""


class LinkExpired(Exception):
    """It was right once. ``parts`` still say what it was for, so that the page can say how to get another."""

    def __init__(self, parts: tuple[int, ...]) -> None:
        super().__init__("The link has expired.")
        self.parts = parts


def make_token(purpose: str, *parts: int) -> str:
    """The part of an address that says what the link is for: primary keys, signed for one purpose."""
    return signing.dumps(list(parts), salt=f"link.{purpose}")


def signed_url(page: str, partnership: str, purpose: str, *parts: int) -> str:
    """The whole address of a page by link, for a mail; ``partnership`` is its slug.

    It is not among the remembered addresses: no two are the same, and they would push out all others.
    """
    return f"{settings.BASE_URL}{reverse(page, args=[partnership, make_token(purpose, *parts)])}"


def read_token(purpose: str, token: str, *, lasts: timedelta) -> tuple[int, ...]:
    """The primary keys that ``make_token`` was given. Raises ``LinkBroken`` or ``LinkExpired``."""
    salt = f"link.{purpose}"
    try:
        return tuple(signing.loads(token, salt=salt, max_age=lasts))
    except signing.SignatureExpired:
        raise LinkExpired(tuple(signing.loads(token, salt=salt))) from None
    except signing.BadSignature:
        raise LinkBroken from None
