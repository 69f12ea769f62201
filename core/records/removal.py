"""What keeps a record from being removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db import models, router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector


def what_hangs_on(record: models.Model, *, but: Collection[str] = ()) -> str:
    """What keeps the record from being removed: “2 meetings, 1 action”; empty where nothing does. ``but`` names
    relations of the record whose records are removed with it.
    """
    own = {part for name in but for part in getattr(record, name).all()}
    collector = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        return counted_records(set(error.protected_objects) - own)
    return ""


def counted_records(records: Iterable[models.Model]) -> str:
    """“2 meetings, 1 action”."""
    return counted(Counter(record._meta for record in records))


def counted(kinds: Counter[Any]) -> str:
    """Models’ options with how many records of each there are, in words: “2 meetings, 1 action”."""
    return ", ".join(
        f"{count} {kind.verbose_name if count == 1 else kind.verbose_name_plural}"
        for kind, count in sorted(kinds.items(), key=lambda pair: str(pair[0].verbose_name))
        if count
    )
