"""Files of which each row is one record, read and written by the same declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from boards.models import Partnership
from core.sheets.reading import Columns, Refusal
from core.sheets.writing import Cell, Table
from imports.cells import Row
from imports.columns import CodeOf, Text
from imports.run import ImportRun

T = TypeVar("T")


def write_in_turn(rows: Sequence[T], write: Callable[[T], Any]) -> tuple[list[Any], list[T]]:
    """What is written, and the rows that are refused. What is in the way of a row may be moved by a later one, so that
    it is tried again.
    """
    written: list[Any] = []
    waiting = list(rows)
    while waiting:
        again = []
        for row in waiting:
            try:
                written.append(write(row))
            except Refusal:
                again.append(row)
        if len(again) == len(waiting):
            break
        waiting = again
    return written, waiting


@dataclass(frozen=True)
class WrittenFile:
    """A file as it goes out. ``of`` completes “One row for each …”, ``records`` are those of a partnership.

    Rows that are not ``in_order`` are sorted, so that the same records are the same file in every portal.
    """

    file: str
    of: str
    columns: tuple[Text, ...]
    records: Callable[[Partnership], Iterable[Any]]
    in_order: bool = field(default=False, kw_only=True)

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(heading for column in self.columns for heading in column.headings)

    def table(self, records: Iterable[Any], code_of: CodeOf) -> Table:
        rows = [self.cells(record, code_of) for record in records]
        if not self.in_order:
            rows.sort(key=lambda cells: [str(cell or "") for cell in cells])
        return Table(self.headings, rows)

    def cells(self, record: models.Model, code_of: CodeOf) -> list[Cell]:
        return [cell for column in self.columns for cell in column.cells(record, code_of)]


@dataclass(frozen=True)
class RecordFile(WrittenFile):
    """A file that comes in by the same declaration; ``match`` names the fields by which a row finds its record."""

    model: type[models.Model] = field(kw_only=True)
    match: tuple[str, ...] = field(kw_only=True)

    @property
    def read_as(self) -> Columns:
        needed = {heading for column in self.columns if column.needed for heading in column.headings[:1]}
        return Columns(frozenset(needed), frozenset(self.headings) - needed, self.headings)

    @property
    def fields(self) -> Mapping[str, str]:
        """Field to column."""
        return {name: heading for column in self.columns for name, heading in column.fields.items()}

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that no two rows may share."""
        found_by = [column for column in self.columns if set(column.fields) & set(self.match)]
        return tuple(
            heading for column in found_by for heading in column.headings if not heading.endswith("_precision")
        )

    def import_rows(self, run: ImportRun) -> list[Any]:
        rows = run.rows(self.file, self.read_as, key=self.key)
        written, left = write_in_turn(rows, lambda row: self.write(row, run))
        for row in left:
            with run.reading(row):
                written.append(self.write(row, run))
        return written

    def read(self, row: Row, run: ImportRun) -> dict[str, Any]:
        """What the row says of each field."""
        return {name: value for column in self.columns for name, value in column.values(row, run).items()}

    def write(self, row: Row, run: ImportRun) -> models.Model:
        values = self.read(row, run)
        match = {name: values.pop(name) for name in self.match}
        if any(one.name == "partnership" for one in self.model._meta.concrete_fields):
            match["partnership"] = run.partnership
        return run.write(row, self.model, match=match, values=values, columns=self.fields)
