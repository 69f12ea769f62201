"""The columns of a list of records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from django_tables2 import Column

from core.tables import Listing

if TYPE_CHECKING:
    from core.records.pages import RecordPages


class RecordColumn(Column):
    """One attribute of a record, or what a method of its pages reads from it."""

    def __init__(self, read: Callable[[Any], Any], **kwargs: Any) -> None:
        self.read = read
        super().__init__(empty_values=(), **kwargs)

    def render(self, record: Any) -> Any:
        return self.read(record)


def table_of(pages: RecordPages, records: models.QuerySet[Any], link: Callable[[Any], str] | None) -> Listing:
    """A table with ``pages.columns``, the first of which leads to where ``link`` says."""
    first, *others = pages.columns
    columns = {first: pages.get_column(first, link=link), **{name: pages.get_column(name) for name in others}}
    attrs = {"caption": pages.plural, "cards": True}
    table: type[Listing] = type("RecordTable", (Listing,), {**columns, "Meta": type("Meta", (), {"attrs": attrs})})
    return table(records)
