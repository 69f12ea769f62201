"""What is kept about a person in a partnership, for a request to see one's personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from boards.leaving import leaver_named
from boards.models import Person, RoleGrant
from boards.services.merging import pointing_at
from core.models import AuditEvent, Change

Row = dict[str, Any]


def personal_data(person: Person, *, on: date) -> dict[str, Any]:
    """The person, their account and roles, every record that names them, and what the trail says of both.

    Nothing of another partnership is among it.
    """
    user, partnership = leaver_named(person, on=on).user, person.partnership
    if user != person.user and not RoleGrant.objects.filter(user=user, partnership=partnership).exists():
        user = None  # the address is written down here, but the account is none of this partnership's
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
