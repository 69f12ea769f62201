"""Which dated record each row of a file means, also where what they are told apart by was a mistake (decision 36)."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def said(of: models.Model | Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    """What a record, or a row's values, says in these fields; another record by its key."""
    if isinstance(of, models.Model):
        fields: list[Any] = [of._meta.get_field(name) for name in names]
        return tuple(getattr(of, field.attname) for field in fields)
    return tuple(one.pk if isinstance(one, models.Model) else one for one in map(of.get, names))


def pair(
    rows: Mapping[int, Mapping[str, Any]],
    records: Sequence[M],
    *,
    same: tuple[str, ...],
    day: str = "starts_on",
    end: str = "ends_on",
    others: Sequence[tuple[str, ...]] = (),
    may: Callable[[M, tuple[str, ...]], bool] | None = None,
) -> dict[int, M]:
    """Rows, by number, to their records; those of which the portal has none are left out.

    A row means the record that says the ``same`` from the same ``day``; else the one that says the same and ends on the
    same day, or the next that says the same: its day is corrected. Else one that is alike in
    one of ``others``, such as the day alone, and ``may`` be meant by these: what it says is corrected.
    """
    found: dict[int, M] = {}
    left = sorted(rows, key=lambda number: rows[number].get(day) or date.min)
    free = sorted(records, key=lambda record: (getattr(record, day) or date.min, record.pk))

    def take(*names: str, is_other: bool = False) -> None:
        waiting: dict[tuple[Any, ...], deque[M]] = defaultdict(deque)
        for record in free:
            if not is_other or may is None or may(record, names):
                waiting[said(record, names)].append(record)
        for number in left:
            if alike := waiting[said(rows[number], names)]:
                found[number] = alike.popleft()
        taken = {record.pk for record in found.values()}
        left[:] = [number for number in left if number not in found]
        free[:] = [record for record in free if record.pk not in taken]

    take(*same, day)
    for names in others:
        # All of them are as before, but for what they say: two that were mistaken for each other, for example.
        if left and Counter(said(rows[one], names) for one in left) == Counter(said(one, names) for one in free):
            take(*names, is_other=True)
    take(*same, end)
    take(*same)
    for names in others:
        take(*names, is_other=True)
    return found
