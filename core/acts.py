"""Acts: what changes governed records does so in one transaction, with their rows locked, or is refused in a sentence.

A plain add, change or removal of one record needs no act of its own: its pages (``core.records``) do the same.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.http import HttpRequest

from core import audit
from core.history import acting
from core.models import FormToken, User

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

TOKENS_KEPT = timedelta(days=2)
# A page by link has no token: its button pressed twice, or a page sent again because the answer was lost.
SENT_TWICE_WITHIN = timedelta(minutes=1)
CARRIED_AS = "form_token"  # the name of the hidden field
YES_NO = {True: "yes", False: "no"}


class Refused(ValueError):
    """An act that cannot be done: the sentence says why, to the person; ``field`` names what to correct, if one is."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


class Gone(Refused):
    """The record was removed in the meantime."""


class SentBefore(Exception):
    """The same form was sent before, and taken; ``leads_to`` is where that ended."""

    def __init__(self, leads_to: str) -> None:
        self.leads_to = leads_to
        super().__init__(leads_to)


def lock(record: M, *, to_remove: bool = False) -> M:
    """The record as it is stored now, its row locked to the end of the transaction. Raises ``Gone``.

    Others may go on adding what refers to it: an act that holds another lock and writes an email of the partnership
    waits for nobody who holds the partnership. Only where the row is about to be removed do they wait.
    """
    try:
        return type(record)._base_manager.select_for_update(no_key=not to_remove).get(pk=record.pk)
    except ObjectDoesNotExist:
        raise Gone(f"“{record}” was removed in the meantime") from None


def _by(arguments: Mapping[str, object]) -> User | None:
    by = arguments.get("by")
    return by if isinstance(by, User) else None


def act(*records: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a service one transaction. Each of the named keyword arguments is a record, of which the service is given
    the locked, current row. They are locked in the order in which they are named: parents first, so that two acts
    cannot wait for each other. What it changes is one act of ``by``, if it has such an argument.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        unknown = set(records) - set(inspect.signature(service).parameters)
        if unknown:
            raise TypeError(f"{service.__qualname__} has no argument {', '.join(sorted(unknown))}")

        @wraps(service)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic(), acting(by=_by(kwargs)):
                for name in records:
                    kwargs[name] = lock(kwargs[name])  # type: ignore[type-var]  # a model: the service says so
                return service(*args, **kwargs)

        return run

    return decorate


def change_fields(
    record: models.Model,
    wanted: Mapping[str, Any],
    *,
    verb: str,
    by: User,
    scope: str,
    words: Mapping[bool, str] = YES_NO,
) -> list[str]:
    """Save what differs of a locked record, and write old and new into the audit trail; returns what has changed.

    ``words`` are those for a box that is ticked or not. Raises ``ValidationError``.
    """
    old = {name: getattr(record, name) for name, value in wanted.items() if getattr(record, name) != value}
    if old:
        for name in old:
            setattr(record, name, wanted[name])
        record.full_clean(validate_unique=False)
        record.save()
        details = {name: f"{_in_words(old[name], words)} → {_in_words(wanted[name], words)}" for name in old}
        audit.record(verb, by=by, about=record, scope=scope, **details)
    return list(old)


def _in_words(value: object, words: Mapping[bool, str]) -> str:
    if isinstance(value, bool):
        return words[value]
    return str(value) if value not in (None, "") else "nothing"


def take_form(request: HttpRequest) -> FormToken | None:
    """Note that the form is taken, inside the transaction of what it does; None where it carries no token.

    Of a form sent twice at the same moment the second waits here for the first. Raises ``SentBefore``.
    """
    try:
        token = UUID(request.POST.get(CARRIED_AS, ""))
    except ValueError:
        return None
    taken, is_first = FormToken.objects.get_or_create(token=token)
    if not is_first:
        raise SentBefore(taken.leads_to)
    return taken


def forget_form_tokens(*, at: datetime) -> int:
    """Delete those of forms that nobody sends any more, and return how many that were."""
    return FormToken.objects.expired(before=at - TOKENS_KEPT).delete()[0]
