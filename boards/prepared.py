"""Prepared queries of what a reader may see: by the roles that they hold today."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from boards.roles import highest_roles
from core.models import User
from core.prepared import plain_key
from core.prepared import prepared as prepared_by

P = ParamSpec("P")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def prepared(*fill: str) -> Callable[[Callable[P, Rows]], Callable[P, Rows]]:
    """As ``core.prepared.prepared``, of functions that get a reader and ask what the reader's roles let them see."""
    return prepared_by(*fill, key_of=key_of)


def key_of(value: object) -> Hashable:
    if isinstance(value, User | AnonymousUser):
        return value.pk, frozenset(highest_roles(value).items())
    return plain_key(value)
