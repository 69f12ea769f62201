"""What was last imported of each record: by which it is known what the office changed since (I-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac

from boards.models import Partnership
from core.history import dated_fields
from imports.models import FileRecord

EMPTY = (None, "")
DIGEST_LENGTH = 16
AT_ONCE = 500


def digest(record: models.Model, name: str) -> str:
    field: Any = record._meta.get_field(name)
    value = field.to_python(getattr(record, field.attname))
    return digest_of(format(value.normalize(), "f") if isinstance(value, Decimal) else str(value))


def digest_of(plain: str) -> str:
    return salted_hmac("imports.memory", plain).hexdigest()[:DIGEST_LENGTH]


class Memory:
    """The digests of the records of a partnership, read by model when they are first asked for."""

    def __init__(self) -> None:
        self._last: dict[str, dict[int, dict[str, str]]] = {}
        self._now: dict[tuple[str, int], dict[str, str]] = {}
        self.touched: set[tuple[str, int]] = set()

    def knows(self, record: models.Model) -> bool:
        """Whether it came from a file or went into one."""
        self.last(record)
        return record.pk in self._last[record._meta.label_lower]

    def last(self, record: models.Model) -> dict[str, str]:
        label = record._meta.label_lower
        if label not in self._last:
            kept = FileRecord.objects.filter(record_type=label).values_list("record_pk", "digests")
            self._last[label] = dict(kept)
        return self._now.get((label, record.pk)) or self._last[label].get(record.pk, {})

    def contested(self, record: models.Model, different: Iterable[str]) -> set[str]:
        """Those of the fields that the office has changed since the last import, or filled in itself."""
        last, names = self.last(record), set(different)
        dates = {precision: day for day, precision in dated_fields(type(record)).items()}
        decided_by = {name: dates[name] if dates.get(name) in names else name for name in names}
        return {name for name in names if not self._is_free(record, decided_by[name], last)}

    def _is_free(self, record: models.Model, name: str, last: dict[str, str]) -> bool:
        if name not in last:
            field: Any = record._meta.get_field(name)
            return getattr(record, field.attname) in EMPTY
        return last[name] == digest(record, name)

    def touch(self, records: Iterable[models.Model]) -> None:
        """A row means the records, whether it is taken or refused."""
        self.touched |= {(record._meta.label_lower, record.pk) for record in records}

    def keep(self, record: models.Model, names: Iterable[str]) -> None:
        """The record says in these fields what the file says."""
        place = (record._meta.label_lower, record.pk)
        self.touched.add(place)
        found = {name: digest(record, name) for name in names}
        if found:
            self._now[place] = {**self.last(record), **found}

    def keep_words(self, record: models.Model, name: str, words: str) -> None:
        """The file says this of a field that is written elsewhere."""
        self._now[record._meta.label_lower, record.pk] = {**self.last(record), name: digest_of(words)}

    def save(self, partnership: Partnership) -> None:
        """Nothing is written of records of which the same was imported before."""
        rows = [
            FileRecord(partnership=partnership, record_type=label, record_pk=pk, digests=digests)
            for (label, pk), digests in self._now.items()
            if self._last.get(label, {}).get(pk) != digests
        ]
        FileRecord.objects.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["record_type", "record_pk"],
            update_fields=["digests"],
        )


def remember(partnership: Partnership, records: Sequence[models.Model]) -> None:
    """The records are in files, which say nothing new of them."""
    known = set(FileRecord.objects.filter(partnership=partnership).values_list("record_type", "record_pk"))
    rows = [
        FileRecord(partnership=partnership, record_type=record._meta.label_lower, record_pk=record.pk)
        for record in records
        if (record._meta.label_lower, record.pk) not in known
    ]
    FileRecord.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
