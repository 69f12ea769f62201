"""Whether somebody may still be written to and answer for others (PE-1), and what ends with their role."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from boards.models import Partnership, Person
from core.models import User


def has_left(person: Person, *, on: date) -> bool:
    """Whether the person has left by the day: no mail, no link of theirs does anything any more."""
    return not Person.objects.active(on=on).filter(pk=person.pk).exists()


def is_switched_off(email: str) -> bool:
    """Whether the address belongs to an account that may not sign in."""
    return User.objects.filter(email=email.strip().lower(), is_active=False).exists()


@dataclass(frozen=True)
class Leaver:
    """Who leaves: the account, the person on record, or both; a person has the account or its address.

    ``on`` is the first day on which they are gone.
    """

    user: User | None
    partnership: Partnership
    person: Person | None
    on: date

    @property
    def email(self) -> str:
        """The address that they are known by; empty where there is none."""
        known = self.user or self.person
        return known.email if known else ""

    def __str__(self) -> str:
        return str(self.user or (self.person and self.person.name))


def leaver_of(user: User, partnership: Partnership, *, on: date) -> Leaver:
    known = Person.objects.filter(partnership=partnership).filter(Q(user=user) | Q(user=None, email__iexact=user.email))
    person = known.select_related("organisation").order_by("user").first()
    return Leaver(user, partnership, person, on)


@dataclass(frozen=True)
class Ending:
    """What may end when somebody leaves. ``end`` is called in its transaction, with who says so by a tick.

    What ``is_dated`` ends on the day that was given; the rest ends at once. ``starts_on``: since when it holds.
    """

    key: str
    label: str
    end: Callable[[User], None]
    is_dated: bool = False
    starts_on: date | None = None


@dataclass(frozen=True)
class Endings:
    """``choices`` end where the admin says so, ``always`` once nothing is kept; the admin sees to the ``notes``."""

    choices: list[Ending] = field(default_factory=list)
    always: list[Ending] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def split(self, *, keep: Collection[str]) -> tuple[list[Ending], list[Ending]]:
        """The choices that end, and those that are kept."""
        return (
            [ending for ending in self.choices if ending.key not in keep],
            [ending for ending in self.choices if ending.key in keep],
        )

    def __add__(self, other: Endings) -> Endings:
        return Endings(self.choices + other.choices, self.always + other.always, self.notes + other.notes)


# The apps above add to them, each what it knows of.
from_above: list[Callable[[Leaver], Endings]] = []


def leaver_named(person: Person, *, on: date) -> Leaver:
    """The person, with the account that they have or whose address is theirs."""
    user = person.user or User.objects.filter(email=person.email.lower()).exclude(email="").first()
    return Leaver(user, person.partnership, person, on)


def gather(sources: Iterable[Callable[[Leaver], Endings]], leaver: Leaver) -> Endings:
    """What all of them know of."""
    found = Endings()
    for source in sources:
        found += source(leaver)
    return found
