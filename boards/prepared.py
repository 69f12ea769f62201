"""Prepared queries of what a reader may see: by the roles that they hold today."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django_filters import FilterSet

from boards.roles import highest_roles
from core.models import User
from core.prepared import plain_key
from core.prepared import prepared as prepared_by
from core.tables import PreparedData

P = ParamSpec("P")
Reader = User | AnonymousUser
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def prepared(*fill: str) -> Callable[[Callable[P, Rows]], Callable[P, Rows]]:
    """As ``core.prepared.prepared``, of functions that get a reader and ask what the reader's roles let them see."""
    return prepared_by(*fill, key_of=key_of)


def as_it_opens(
    found: FilterSet, rows: QuerySet[Any], *, partnership: int, reader: Reader, on: date
) -> QuerySet[Any] | PreparedData:
    """The rows that a filter leaves, for their table. Where nothing is chosen their SQL is written once: they depend on
    the partnership, the reader's roles and the day alone.
    """
    if found.form.has_changed():
        return rows
    return PreparedData(rows, (partnership, reader.is_superuser, key_of(reader), on))


def key_of(value: object) -> Hashable:
    if isinstance(value, User | AnonymousUser):
        return value.pk, frozenset(highest_roles(value).items())
    return plain_key(value)
