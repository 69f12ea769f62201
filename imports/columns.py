"""Columns that are read and written alike: each names the field of a record that it stands for (decision 36)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from boards.choices import HolderKind
from core.choices import Precision
from core.rules.dates import ONE_DAY
from core.sheets.writing import Cell
from imports.cells import ON_RECORD, YES_OR_NO, Known, Row, first_day
from imports.run import ImportRun

HOLDER_KINDS: dict[str, HolderKind] = {
    "organisation": HolderKind.ORGANISATION,
    "body": HolderKind.BODY,
    "office": HolderKind.OFFICE,
    "unnamed nominee": HolderKind.NOMINEE,
}
# From a record to what files call it.
CodeOf = Callable[[models.Model], str]


@dataclass(frozen=True)
class Text:
    """``field`` is that of the record, where it has another name than the column."""

    column: str
    field: str = ""
    needed: bool = False

    @property
    def name(self) -> str:
        return self.field or self.column

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.column,)

    @property
    def fields(self) -> Mapping[str, str]:
        """Field to column."""
        return {self.name: self.column}

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        return [getattr(record, self.name)]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        if self.needed:
            row.required(self.column)
        return {self.name: row[self.column]}


@dataclass(frozen=True)
class Derived(Text):
    """What only goes out: ``get`` finds it."""

    get: Callable[[Any], Cell] = str

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        return [self.get(record)]


@dataclass(frozen=True)
class Choice(Text):
    """One of the words, by its value or its label."""

    choices: Any = None
    otherwise: str = ""

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        words = {str(word).casefold(): one for one in self.choices for word in (one.value, one.label)}
        return {self.name: row.choice(self.column, words) if row[self.column] or self.needed else self.otherwise}


@dataclass(frozen=True)
class Flag(Text):
    """Yes or no; ``otherwise`` where the cell is empty."""

    otherwise: bool | None = False

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return {self.name: row.choice(self.column, YES_OR_NO) if row[self.column] else self.otherwise}


@dataclass(frozen=True)
class Whole(Text):
    otherwise: int | None = None

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        found = row.required_whole(self.column) if self.needed else row.whole(self.column)
        return {self.name: self.otherwise if found is None else found}


@dataclass(frozen=True)
class Number(Text):
    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        value = getattr(record, self.name)
        return [None if value is None else Decimal(format(value.normalize(), "f"))]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return {self.name: row.required_decimal(self.column) if self.needed else row.decimal(self.column)}


@dataclass(frozen=True)
class Day(Text):
    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return {self.name: row.day(self.column)}


@dataclass(frozen=True)
class Time(Text):
    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        value = getattr(record, self.name)
        return [value.isoformat(timespec="minutes") if value else None]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return {self.name: row.time(self.column)}


@dataclass(frozen=True)
class PreciseDay(Text):
    """A date with its precision in a column of its own: ``start_date`` and ``start_precision`` for ``starts``."""

    called: tuple[str, str] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return self.called or (f"{self.column}_date", f"{self.column}_precision")

    @property
    def fields(self) -> Mapping[str, str]:
        return dict(zip((f"{self.name}_on", f"{self.name}_precision"), self.headings, strict=True))

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        day, precision = (getattr(record, field) for field in self.fields)
        return self.written(day, precision)

    def written(self, day: date | None, precision: str) -> list[Cell]:
        if precision == Precision.UNKNOWN:
            return [day, ON_RECORD if day else None]
        return [day, None if precision == Precision.DAY else precision]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return dict(zip(self.fields, row.dated(*self.headings), strict=True))


@dataclass(frozen=True)
class LastDay(PreciseDay):
    """A last day; a month or a year is the one in which it ended (T-5)."""

    def written(self, day: date | None, precision: str) -> list[Cell]:
        if day is None:
            return [None, "none" if precision == Precision.UNKNOWN else None]
        return super().written(day + ONE_DAY if precision in (Precision.MONTH, Precision.YEAR) else day, precision)

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return dict(zip(self.fields, last_day(row, *self.headings), strict=True))


STARTS, ENDS = PreciseDay("start", "starts"), LastDay("end", "ends")


def last_day(row: Row, column: str, precision_column: str) -> tuple[date | None, Precision]:
    """The last day on which a thing holds, with what is known of it; without any, it holds still."""
    if not row[column] and row[precision_column].casefold() != "none":
        return None, Precision.DAY
    day, precision = row.dated(column, precision_column)
    if day and precision in (Precision.MONTH, Precision.YEAR):
        return first_day(day, precision) - ONE_DAY, precision
    return day, precision


@dataclass(frozen=True)
class Reference(Text):
    """Another record, by what files call it; ``among`` gives those that an import knows."""

    among: Callable[[ImportRun], Known[Any]] = lambda run: run.bodies

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        other = getattr(record, self.name)
        return [code_of(other) if other else None]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        known = self.among(run)
        found = row.required_reference(self.column, known) if self.needed else row.reference(self.column, known)
        return {self.name: found}


@dataclass(frozen=True)
class SeatReference(Text):
    """A seat by its body and number; by its first day, too, where the body had several of that number in turn."""

    column: str = "seat_no"
    field: str = "seat"

    @property
    def headings(self) -> tuple[str, ...]:
        return ("body_id", "seat_no", "seat_start_date")

    @property
    def fields(self) -> Mapping[str, str]:
        return {"seat": "seat_no", "body": "body_id"}

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        seat = record.seat
        if seat is None:
            return [code_of(record.body), None, None]
        is_ambiguous = seat.body.seats.filter(number=seat.number).count() > 1
        return [code_of(seat.body), seat.number, seat.starts_on if is_ambiguous else None]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        body = row.required_reference("body_id", run.bodies)
        if not row["seat_no"] and not self.needed:
            return {"seat": None, "body": body}
        seats = list(body.seats.filter(number=row.required_whole("seat_no")))
        if len(seats) > 1:
            seats = [seat for seat in seats if seat.starts_on == row.day("seat_start_date")]
        if len(seats) != 1:
            row.refuse("seat_no", f"there is no one seat of this number at “{row['body_id']}”")
        return {"seat": seats[0]} if self.needed else {"seat": seats[0], "body": None}


@dataclass(frozen=True)
class Holder(Text):
    """Who holds a seat: a body of the partnership, else an organisation, office or nominee."""

    column: str = "holder_id"

    @property
    def headings(self) -> tuple[str, ...]:
        return ("holder_id", "holder_kind")

    @property
    def fields(self) -> Mapping[str, str]:
        return {"holder_kind": "holder_kind", "organisation": "holder_id", "body": "holder_id"}

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        return [code_of(record.holder), next(word for word, kind in HOLDER_KINDS.items() if kind == record.holder_kind)]

    def values(self, row: Row, run: ImportRun) -> dict[str, Any]:
        return holder_values(row, row.required("holder_id"), run)


def holder_values(row: Row, code: str, run: ImportRun) -> dict[str, Any]:
    kind = row.choice("holder_kind", HOLDER_KINDS)
    if kind is HolderKind.BODY:
        return {"holder_kind": kind, "organisation": None, "body": row.found("holder_id", code, run.bodies)}
    return {"holder_kind": kind, "organisation": row.found("holder_id", code, run.organisations), "body": None}
