"""Asks: what somebody without an account is asked for, and does by a signed link.

What was done by a link is a row of its own app; the link carries no state and can be followed any number of times. It
names whom it was sent to, so that what is done by it is put down to them. ``boards.views.by_link`` has the pages,
``outbox.asks`` the mail.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.urls import reverse

from core.rules.working_days import london_day


class LinkBroken(Exception):
    """The address was cut off or changed on the way, belongs to something else, or what it was for is gone."""


def make_token(purpose: str, *keys: int) -> str:
    """The part of an address that says what the link is for: primary keys, signed for one purpose."""
    return signing.dumps(list(keys), salt=f"link.{purpose}")


def once_a_day(verb: str, *, at: datetime) -> str:
    """The key of mail that each reader gets once a day at most: a reminder, a new link."""
    return f"{verb}-{london_day(at)}"


@dataclass(frozen=True)
class AskLink:
    """One link. Its fields are the records that it names, in the order in which they are signed.

    ``purpose`` is what it is signed for, ``page`` the name of its URL, ``lasts`` how long it can be followed. Where
    ``is_renewable``, somebody whose link is too old may have a new one sent.
    """

    purpose: ClassVar[str]
    page: ClassVar[str]
    lasts: ClassVar[timedelta]
    is_renewable: ClassVar[bool] = False

    @classmethod
    def known(cls, partnership: Any) -> tuple[QuerySet[Any], ...]:
        """The records of the partnership among which each part of the link is looked up."""
        raise NotImplementedError

    @classmethod
    def read(cls, partnership: Any, token: str) -> tuple[Self, bool]:
        """The link that the token is of, and whether it has expired. Raises ``LinkBroken``."""
        salt = f"link.{cls.purpose}"
        try:
            keys = signing.loads(token, salt=salt)
            records = [known.get(pk=key) for known, key in zip(cls.known(partnership), keys, strict=True)]
        except (signing.BadSignature, ObjectDoesNotExist, ValueError):
            # ValueError: the parts are fewer or more than the page asks for.
            raise LinkBroken from None
        try:
            signing.loads(token, salt=salt, max_age=cls.lasts)
        except signing.SignatureExpired:
            return cls(*records), True
        return cls(*records), False

    @property
    def records(self) -> dict[str, Any]:
        """The records by name, as a page shows them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def partnership(self) -> Any:
        """Below whose address the link works."""
        return next(iter(self.records.values())).partnership

    @property
    def url(self) -> str:
        return self.url_of(self.page)

    def url_of(self, page: str) -> str:
        """The whole address of one of its pages, for a mail.

        It is not among the remembered addresses: no two are the same, and they would push out all others.
        """
        token = make_token(self.purpose, *(record.pk for record in self.records.values()))
        return f"{settings.BASE_URL}{reverse(page, args=[self.partnership.slug, token])}"

    def ends_on(self, *, at: datetime) -> date:
        """The last day on which a link that is sent at the moment can be followed."""
        return london_day(at + self.lasts)

    def is_over(self, *, on: date) -> bool:
        """Whether nothing is asked any more by the day, however young the link is."""
        return False

    def may_act(self, *, on: date) -> bool:
        """PE-1: whether the one to whom it was sent may still act by it; whoever has left may not."""
        raise NotImplementedError

    def renew(self, *, at: datetime) -> int:
        """Send a new one to whom it was sent before, if they may still act; returns how many mails wait."""
        raise NotImplementedError
