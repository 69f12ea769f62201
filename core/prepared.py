"""Queries whose SQL is written once: to write that of many conditions takes longer than the database does to answer."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Hashable, Mapping
from datetime import date, timedelta
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import Query

P = ParamSpec("P")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])

# A process keeps the SQL of so many different arguments of each function; then it begins again. A long query takes a
# quarter of a megabyte, and there are dozens of functions.
MOST_KEPT = 50
# What stands in the SQL for an argument that is filled in anew each time: a number that no record has, or such a word.
HIGHEST_KEY, NO_WORD, LAST_DAY = 2**63 - 1, "\N{SYMBOL FOR NULL}", date.max
Filled = int | str | date
NOTHING: Mapping[Filled, Any] = {}


class PreparedQuery(Query):
    """A query whose SQL is kept. ``filled`` is what stands in it for an argument, and the argument.

    A copy, as is made to refine or count, is an ordinary query: that of ``build``.
    """

    build: Callable[[], QuerySet[Any, Any]]
    filled: Mapping[Filled, Any]
    written: dict[tuple[str, str], Any]

    def clone(self) -> Query:
        return self.build().query.clone()

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        if using is None or not elide_empty or self._names_no_record():
            return self.clone().get_compiler(using, connection, elide_empty)
        key = (using, connections[using].vendor)
        if key not in self.written:
            # Of a copy, because writing changes a query, and another thread may be at it, too.
            fresh: Any = super().clone()
            fresh.__class__ = Query
            fresh = fresh.get_compiler(using)
            try:
                fresh.kept = fresh.as_sql()
            except EmptyResultSet:
                return self.clone().get_compiler(using)
            self.written[key] = fresh
        compiler = copy.copy(self.written[key])
        # Each thread has a connection of its own.
        compiler.connection = connections[using]
        sql, parameters = compiler.kept
        if self.filled:
            parameters = tuple(self._fill(value) for value in parameters)
        compiler.as_sql = lambda *_args, **_kwargs: (sql, parameters)
        return compiler

    def _names_no_record(self) -> bool:
        """Whether a key is larger than databases hold: an ordinary query finds nothing without asking."""
        return any(isinstance(given, int) and abs(given) > HIGHEST_KEY for given in self.filled.values())

    def _fill(self, value: Any) -> Any:
        # PostgreSQL's numbers have a type for each width.
        if not isinstance(value, int | str | date) or value not in self.filled:
            return value
        given = self.filled[value]
        return type(value)(given) if isinstance(value, int) else given


def plain_key(value: object) -> Hashable:
    """Of what stays as it is: keys, days and words. Raises ``TypeError`` for all else."""
    if value is None or isinstance(value, int | str | date):
        return value
    if isinstance(value, tuple):
        return tuple(plain_key(part) for part in value)
    raise TypeError(f"A prepared query takes keys, days, words and readers, not {type(value).__name__}")


def prepared(
    *fill: str, key_of: Callable[[object], Hashable] = plain_key
) -> Callable[[Callable[P, Rows]], Callable[P, Rows]]:
    """Decorates a function that returns a queryset: for equal arguments its SQL is written once.

    Each call asks the database anew; only the words of the question are kept. Arguments named in ``fill``, keys,
    slugs or days, may differ: the function hands them to the database and does nothing else with them. It must
    depend on its arguments alone, and gets no record, because a queryset might keep what that held when it was read.
    """

    def decorate(build: Callable[P, Rows]) -> Callable[P, Rows]:
        signature = inspect.signature(build)
        build_with: Any = build
        kept: Kept[Rows] = Kept()

        @wraps(build)
        def ask(*args: P.args, **kwargs: P.kwargs) -> Rows:
            given = signature.bind(*args, **kwargs).arguments
            # With their names: of two that may be left out, one alone is not the other.
            key = tuple((name, type(value) if name in fill else key_of(value)) for name, value in given.items())
            in_sql = {name: _stand_in(given[name], number) for number, name in enumerate(fill)}
            filled = {in_sql[name]: given[name] for name in fill}
            # SQLite is given days as words.
            filled |= {str(day): str(given[name]) for name in fill if isinstance(day := in_sql[name], date)}
            return kept.ask(key, lambda: build_with(**given), filled, lambda: build_with(**given | in_sql))

        return ask

    return decorate


class Kept(Generic[Rows]):
    """Querysets of one kind by all that they depend on, for what ``prepared`` cannot decorate."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Rows] = {}

    def ask(
        self,
        key: Hashable,
        build: Callable[[], Rows],
        filled: Mapping[Filled, Any] = NOTHING,
        build_to_fill: Callable[[], Rows] | None = None,
    ) -> Rows:
        """The queryset of ``build``, to be evaluated once. Its own ways of copying would write the query again."""
        known: Any = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            known = self._known[key] = _prepare((build_to_fill or build)())
        asked = _shallow(known)
        asked._query = _shallow(known._query)
        asked._query.build, asked._query.filled = build, filled
        return asked  # type: ignore[no-any-return]  # as it was built


def _stand_in(value: object, number: int) -> Filled:
    if isinstance(value, int):
        return HIGHEST_KEY - number
    if isinstance(value, str):
        return f"{NO_WORD}{number}"
    if isinstance(value, date):
        return LAST_DAY - timedelta(days=number)
    raise TypeError(f"Keys, words and days are filled in, not {type(value).__name__}")


def _prepare(rows: Any) -> Any:
    query = rows.query.chain(klass=PreparedQuery)
    query.written = {}
    rows._query = query
    return rows


def _shallow(known: Any) -> Any:
    copied = known.__class__.__new__(known.__class__)
    copied.__dict__.update(known.__dict__)
    return copied
