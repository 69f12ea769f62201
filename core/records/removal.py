"""What keeps a record from being removed."""

from __future__ import annotations

from collections import Counter

from django.db import models, router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector


def what_hangs_on(record: models.Model) -> str:
    """What keeps the record from being removed: “2 meetings, 1 action”; empty where nothing does."""
    collector = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        kinds = Counter(type(other)._meta for other in error.protected_objects)
        return ", ".join(
            f"{count} {kind.verbose_name if count == 1 else kind.verbose_name_plural}"
            for kind, count in sorted(kinds.items(), key=lambda pair: str(pair[0].verbose_name))
        )
    return ""
