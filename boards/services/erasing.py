"""The personal data of somebody who has left is erased; the record of governance keeps their post (PE-2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django_q.models import Task

from boards.models import Person, RoleGrant
from boards.services.departure import endings_of_person, lock_places
from boards.services.personal_data import subject_of
from boards.signals import person_erased
from core import audit
from core.acts import Refused, act, lock
from core.models import AuditEvent, Change, User
from core.personal import Subject, copies, declared, files, page_of, places, texts
from core.records.removal import counted
from core.rules.dates import ONE_DAY

# Not copies: the person and the account themselves.
OWN = (Person, User, EmailAddress, UserSession, Authenticator)


@dataclass(frozen=True)
class Named:
    """A page on which people's own words name the person, or a file that may."""

    words: str
    url: str


@dataclass(frozen=True)
class Findings:
    """What would be erased, in words; the ``pages`` that are to be corrected by hand, the ``files`` that may name the
    person, and why the account stays.
    """

    erased: str
    pages: tuple[Named, ...]
    files: tuple[Named, ...]
    why_account_stays: str


def post_of(person: Person) -> str:
    """What may be shown in place of the name: what the public reads, else the latest seat or place, or organisation."""
    if person.shown_as:
        return person.shown_as
    terms = person.appointments.select_related("seat", "body").newest_first()
    if (term := terms.first()) is None:
        return f"Representative of {person.organisation}" if person.organisation else "Former contact"
    return f"Representative of {term.seat.label}" if term.seat else f"{term.get_position_display()} of {term.body}"


def what_holds_them(person: Person, *, by: User, today: date) -> list[str]:
    """What has not ended yet, in words: first the person leaves."""
    endings = endings_of_person(person, last_day=today - ONE_DAY, by=by, today=today)
    return [one.label for one in endings.choices]


def findings(subject: Subject) -> Findings:
    """What erasing would do. Nothing is changed."""
    kinds: Counter[object] = Counter(place.kept.model._meta for place in copies(subject) if place.kept.model not in OWN)
    for kept in declared.values():
        if kept.go and kept.model not in OWN and (found := kept.own_rows(subject).count()):
            kinds[kept.model._meta] += found
    pages = {page_of(place.record) for place in texts(subject)}
    return Findings(
        erased=counted(kinds),
        pages=tuple(Named(words, url) for words, url in sorted(pages)),
        files=tuple(Named(words, url) for source in files for words, url in source(subject)),
        why_account_stays=why_account_stays(subject),
    )


def why_account_stays(subject: Subject) -> str:
    """A sentence; empty where there is no account, or it is erased with the person."""
    user = subject.user
    if user is None:
        return ""
    if user.is_superuser:
        return "They look after the whole portal"
    elsewhere = RoleGrant.objects.filter(user=user).exclude(partnership=subject.partnership)
    people = Person.objects.filter(user=user).exclude(pk=subject.person.pk)
    return "It is used in another partnership, too" if elsewhere.exists() or people.exists() else ""


@act()
def erase(*, person: Person, words: Collection[str], stands_in: str, by: User, today: date, at: datetime) -> Findings:
    """Put ``stands_in`` in place of the name wherever the portal has copied it, and erase addresses and account.

    ``words`` are those of the names and addresses that are erased. Returns what is left to do.
    Raises ``Refused`` for somebody who has not left.
    """
    lock_places(person)
    person = lock(person)
    if person.erased_at:
        raise Refused("The personal data was erased in the meantime")
    if what_holds_them(person, by=by, today=today):
        raise Refused("They have not left yet. End what they still hold first")
    subject = chosen(subject_of(person, on=today), words, stands_in=stands_in)
    if why_account_stays(subject):
        subject = replace(subject, user=None)
    changed: dict[type[models.Model], set[int]] = defaultdict(set)
    for place in list(copies(subject)):
        place.kept.model._base_manager.filter(pk=place.pk).update(**place.replaced())
        changed[place.kept.model].add(place.pk)
    if subject.user is not None:
        _erase_account(subject.user, subject)
    for kept in declared.values():
        if kept.go:
            kept.own_rows(subject).delete()
    erased = {"name": stands_in, "shown_as": "", "email": "", "telephone": "", "user": None, "erased_at": at}
    Person.objects.filter(pk=person.pk).update(**erased)
    person_erased.send(sender=Person, subject=subject, changed=changed, at=at)
    person.refresh_from_db()
    left = findings(replace(subject, user=None))
    audit.record("person.erased", by=by, about=person, scope=person.partnership.slug, pages_left=len(left.pages))
    return left


@act("person")
def look_again(*, person: Person, name: str, by: User, at: datetime) -> Findings:
    """Erase the name from what was written into history and trail as its texts were corrected; returns what is left."""
    is_address = "@" in name
    words = {"addresses": (name,)} if is_address else {"names": (name,)}
    subject = Subject(person.partnership, person, stands_in=person.name, **words)
    for model in (Change, AuditEvent):
        kept = declared[model]
        since = model.objects.filter(made_at__gte=person.erased_at).values_list("pk", flat=True)
        found = list(places(kept, kept.copied, subject))
        recent = set(since.filter(pk__in=[one.pk for one in found]))
        for place in found:
            if place.pk in recent:
                model.objects.filter(pk=place.pk).update(**place.replaced())
    person_erased.send(sender=Person, subject=subject, changed={}, at=at)
    left = findings(subject)
    audit.record(
        "person.looked_for_again", by=by, about=person, scope=person.partnership.slug, pages_left=len(left.pages)
    )
    return left


def chosen(subject: Subject, words: Collection[str], *, stands_in: str) -> Subject:
    """The person with only those of their names and addresses that are among the words."""
    names = tuple(one for one in subject.names if one in words)
    addresses = tuple(one for one in subject.addresses if one in words)
    return replace(subject, names=names, addresses=addresses, stands_in=stands_in)


def _erase_account(user: User, subject: Subject) -> None:
    """It can never be used again, and says of what was done only by which post. Nothing is left of where from."""
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    user.refresh_from_db()
    user.name, user.email = subject.stands_in, f"erased-{user.pk}@erased.invalid"
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
    AuditEvent.objects.filter(Q(account=user) | Q(made_by=user), network__isnull=False).delete()
    for task in Task.objects.filter(func="core.password_links.mail_reset_link"):
        if {str(one).casefold() for one in task.args} & {one.casefold() for one in subject.addresses}:
            task.delete()
