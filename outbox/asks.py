"""The email that asks someone, reminds them, or has a new link for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.models import Person
from core.asks import AskLink, once_a_day
from core.rules.working_days import london_day
from outbox.services.queue import Addressee, queue_mail

ASKED_FOR = "asked for a new link"


@dataclass(frozen=True)
class MailedLink(AskLink):
    """A link in an email to a person. Its purpose is the kind of the email, its first record what that is about, its
    last one the reader; ``extra`` and ``key`` tell it apart from email about the same record to others.
    """

    is_renewable = True

    @property
    def reader(self) -> Person:
        """To whom it is sent: the last record that it names."""
        *_, person = self.records.values()
        assert isinstance(person, Person)
        return person

    @property
    def extra(self) -> dict[str, Any]:
        """The records between the first and the reader, by name."""
        _, *between, _ = self.records.items()
        return {name: record.pk for name, record in between}

    @property
    def key(self) -> str:
        return "".join(f"-{name}-{pk}" for name, pk in self.extra.items())

    @property
    def path(self) -> str:
        """The page that officers see beside the mail."""
        return str(next(iter(self.records.values())).get_absolute_url())

    def subject_again(self, *, at: datetime) -> str:
        """The subject of the mail with a new link."""
        raise NotImplementedError

    def renew(self, *, at: datetime) -> int:
        """Once a day, unless they may not act any more or nothing is asked."""
        day = london_day(at)
        if self.is_over(on=day) or not self.may_act(on=day):
            return 0
        key, subject = once_a_day("again", at=at), self.subject_again(at=at)
        return send_links([self], reason=ASKED_FOR, key=key, subject=subject, at=at)


def send_links(
    links: Sequence[MailedLink], *, reason: str, subject: str, at: datetime, key: str = "", **extra: Any
) -> int:
    """Queue one mail for each of the links, which differ in their readers only; returns how many were new."""
    if not links:
        return 0
    first = links[0]
    return queue_mail(
        partnership=first.partnership,
        kind=first.purpose,
        about=next(iter(first.records.values())).pk,
        key=f"{key}{first.key}",
        extra=first.extra | extra,
        to=[Addressee(link.reader.name, link.reader.email, reason, link.reader.pk) for link in links],
        subject=subject,
        path=first.path,
        at=at,
    )
