"""A list that was downloaded comes back changed: read, compared with the records, and shown before it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar, Generic, NoReturn, TypeVar

from core.rules.date_input import parse_typed_date
from core.rules.dates import DateRefused, format_date
from core.rules.text import compare_key
from core.sheets.cells import CellRefused, Parse
from core.sheets.columns import Column, Sheet
from core.sheets.reading import Columns, Refusal, parse_sheet
from core.sheets.workbooks import parse_table
from core.sheets.writing import Cell

T = TypeVar("T")
V = TypeVar("V")
C = TypeVar("C")


@dataclass(frozen=True)
class Fixed(Column[T]):
    """It shows which record a row is about: its cell may be empty, else it must be what the portal has."""


@dataclass(frozen=True)
class Input(Column[T], Generic[T, V]):
    """What people fill in or change; ``help`` says on the page of the upload how."""

    parse: Parse[V] = field(kw_only=True)
    help: str = field(kw_only=True)


@dataclass(frozen=True)
class FileRow(Generic[T]):
    """One row of a file: its text, the record that it is about, and what the inputs mean."""

    file: str
    number: int
    cells: Mapping[str, str]
    record: T
    values: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, column: Input[T, V]) -> V | None:
        """None where the cell is empty, or the file has no such column."""
        return self.values.get(column.heading)

    def refusal(self, column: Column[T], reason: str) -> Refusal:
        return Refusal(self.file, reason, self.number, column.heading, self.cells.get(column.heading, ""))

    def refuse(self, column: Column[T], reason: str) -> NoReturn:
        raise self.refusal(column, reason)


@dataclass
class Preview(Generic[T, C]):
    """What a file would do. ``encoding`` is given where the text was not UTF-8, with words to look at."""

    changes: list[tuple[C, T]] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    encoding: str = ""
    sample: str = ""


class ImportSheet(Sheet[T], Generic[T, C]):
    """A sheet that comes back. Each instance reads for the records that are given, on the day that is given.

    ``noun`` is what the portal calls a record, ``fixed_because`` why other columns than inputs can't be changed, and
    ``does`` what a file does with ``{}`` of them.
    """

    noun: ClassVar[str]
    fixed_because: ClassVar[str]
    does: ClassVar[str]
    reads_workbooks: ClassVar[bool] = True
    most_bytes: ClassVar[int] = 1_000_000
    most_rows: ClassVar[int]
    most_changes: ClassVar[int]

    id = Column[Any]("id", lambda one: one.pk)

    def __init__(self, records: Iterable[T], *, today: date) -> None:
        self.today = today
        self.records = {str(self.id.get(one)): one for one in records}

    def change(self, row: FileRow[T]) -> C | None:
        """What the row asks for, None where the portal has it so already. Raises ``Refusal``."""
        raise NotImplementedError

    def read(self, file: str, content: bytes) -> Preview[T, C]:
        """Compare a file with the records; nothing is written, and all faults of the file are gathered."""
        key = self.id.heading
        columns = Columns(frozenset({key}), frozenset(self.headings()) - {key})
        parse = parse_table if self.reads_workbooks else partial(parse_sheet, other_encodings=True)
        table = parse(file, content, columns)
        preview = Preview[T, C](refusals=[*table.refusals], encoding=table.encoding, sample=table.sample)
        if len(table.rows) > self.most_rows:
            preview.refusals.append(Refusal(file, f"the file has more than {self.most_rows:,} rows: split it"))
            return preview
        seen: set[str] = set()
        for number, cells in table.rows:
            word = cells[key]
            if word not in self.records:
                reason = f"the partnership has no {self.noun} with this id"
                preview.refusals.append(Refusal(file, reason, number, key, word))
            elif word in seen:
                preview.refusals.append(Refusal(file, f"the {self.noun} is there twice", number, key, word))
            else:
                self._compare(FileRow(file, number, cells, self.records[word]), preview)
            seen.add(word)
        if len(preview.changes) > self.most_changes:
            does = self.does.format(f"{len(preview.changes):,}")
            preview.refusals.append(Refusal(file, f"{does}, and {self.most_changes} at once is the most: split it"))
        return preview

    def _compare(self, row: FileRow[T], preview: Preview[T, C]) -> None:
        faults = []
        for column in self.columns:
            text = row.cells.get(column.heading, "")
            try:
                if text and isinstance(column, Fixed):
                    self._check_same(text, column.get(row.record))
                elif text and isinstance(column, Input):
                    row.values[column.heading] = column.parse(text, self.today)
            except CellRefused as reason:
                faults.append(row.refusal(column, str(reason)))
        preview.refusals += faults
        if not faults:
            try:
                change = self.change(row)
            except Refusal as refusal:
                preview.refusals.append(refusal)
            else:
                preview.unchanged += change is None
                preview.changes += [(change, row.record)] if change is not None else []

    def _check_same(self, text: str, value: Cell) -> None:
        """A row that was moved against its id shows by its other cells."""
        words = format_date(value) if isinstance(value, date) else str(value)
        if compare_key(text) != compare_key(words) and not (isinstance(value, date) and _is_day(text, value)):
            raise CellRefused(f"the portal has “{words}” here, and {self.fixed_because}")


def _is_day(text: str, day: date) -> bool:
    try:
        return parse_typed_date(text) == day
    except DateRefused:
        return False
