"""What is kept about a person in a partnership, for a request to see one's personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import EmailField, Q

from boards.leaving import leaver_named
from boards.models import Person, RoleGrant
from boards.services.merging import pointing_at
from core.audit_words import ADDRESS_CHANGED, NAME_CHANGED
from core.history import KEPT_OUT
from core.models import AuditEvent, Change, User
from core.personal import Subject, copies, declared, excerpt, page_of, texts

Row = dict[str, Any]


def personal_data(person: Person, *, on: date) -> dict[str, Any]:
    """The person, their account and roles, every record that names them, what the trail says of both, and where else
    their name, address or telephone number stands.

    Nothing of another partnership is among it.
    """
    partnership, user = person.partnership, account_here(person, on=on)
    about = Q(about_type=person._meta.label_lower, about_pk=str(person.pk))
    if user is not None:
        about |= Q(made_by=user)
    return {
        "partnership": str(partnership),
        "person": _row(person),
        "account": {"email": user.email, "name": user.name, "joined": user.joined_at} if user else None,
        "roles": _rows(RoleGrant.objects.filter(user=user, partnership=partnership)) if user else [],
        "records": dict(_records(person)),
        "changes": _rows(Change.objects.about(person).order_by("pk")),
        "audit trail": _rows(AuditEvent.objects.filter(about, scope=partnership.slug).order_by("pk")),
        "named in": list(_named_in(subject_of(person, on=on))),
    }


def account_here(person: Person, *, on: date) -> User | None:
    """The person's account, if it is one of this partnership: an address that was written down makes it none."""
    user = leaver_named(person, on=on).user
    if user is None or user == person.user:
        return user
    return user if RoleGrant.objects.filter(user=user, partnership=person.partnership).exists() else None


def subject_of(person: Person, *, on: date) -> Subject:
    """The person with every name, address and telephone number that the portal knows, and has known, of them."""
    user = account_here(person, on=on)
    subject = Subject(person.partnership, person, user)
    names, addresses = [person.name], [person.email, person.telephone]
    if user is not None:
        names.append(user.name)
        addresses += [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
        for event in AuditEvent.objects.filter(account=user, verb__in=(NAME_CHANGED, ADDRESS_CHANGED)):
            known = addresses if event.verb == ADDRESS_CHANGED else names
            known += [event.details.get("before"), event.details.get("after")]
    by_history = declared[Change].own_rows(subject).values_list("fields", flat=True)
    names += [name for fields in by_history for name in fields.get("name", ()) if name != KEPT_OUT]
    for kept in declared.values():
        if kept.known_by:
            for row in kept.own_rows(subject).values(*kept.known_by).distinct().order_by():
                for name, value in row.items():
                    is_address = isinstance(kept.model._meta.get_field(name), EmailField)
                    (addresses if is_address else names).append(value)
    found = replace(subject, names=_distinct(names), addresses=_distinct(addresses))
    return replace(found, shared=tuple(name for name in found.names if _is_shared(name, found)))


def _distinct(words: Iterable[str | None]) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for word in words:
        if word and (word := word.strip()):
            known.setdefault(word.casefold(), word)
    return tuple(known.values())


def _is_shared(name: str, subject: Subject) -> bool:
    """Whether the name alone does not mean this person: it is one word, or stands in somebody else's name."""
    if len(name.split()) < 2:
        return True
    others = Person.objects.filter(name__icontains=name, partnership=subject.partnership)
    accounts = User.objects.filter(name__icontains=name, role_grants__partnership=subject.partnership)
    if subject.user is not None:
        accounts = accounts.exclude(pk=subject.user.pk)
    return others.exclude(pk=subject.person.pk).exists() or accounts.exists()


def _named_in(subject: Subject) -> Iterator[Row]:
    """Where the person is named beside their own records: the page, the field and the words around."""
    for place in chain(copies(subject), texts(subject)):
        if place.kept.model is Person and place.pk == subject.person.pk:
            continue
        words, url = page_of(place.record)
        for name, value in place.fields.items():
            field = place.kept.model._meta.get_field(name)
            yield {
                "where": str(place.kept.model._meta.verbose_name),
                "of": words,
                "field": str(getattr(field, "verbose_name", name)),
                "page": url,
                "words": excerpt(value, place.replacing),
            }


def _records(person: Person) -> Iterator[tuple[str, list[Row]]]:
    """“appointment (person)” with the rows that name the person there."""
    for field, rows in pointing_at(person):
        if found := _rows(rows.order_by("pk")):
            yield f"{field.model._meta.verbose_name} ({field.verbose_name})", found


def _rows(records: Iterable[models.Model]) -> list[Row]:
    return [_row(one) for one in records]


def _row(record: models.Model) -> Row:
    """The record's values by the names of its columns; what it points at is named."""
    return {
        str(field.verbose_name): str(value) if field.related_model and value is not None else value
        for field in record._meta.concrete_fields
        if (value := getattr(record, field.name)) not in (None, "")
    }
