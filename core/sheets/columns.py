"""The columns of a file, declared once: what goes out under which heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from core.sheets.writing import Cell, Row, Table

T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """A heading, and what stands under it of each record; nothing, where it is to be filled in."""

    heading: str
    get: Callable[[T], Cell] = lambda _: None


class Sheet(Generic[T]):
    """The columns of a file, in the order in which they are declared; those of a parent class come first."""

    title: ClassVar[str] = "Sheet1"
    columns: ClassVar[tuple[Column[Any], ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.columns = (*cls.columns, *(value for value in vars(cls).values() if isinstance(value, Column)))

    @classmethod
    def headings(cls) -> tuple[str, ...]:
        return tuple(column.heading for column in cls.columns)

    @classmethod
    def row(cls, record: T) -> Row:
        return [column.get(record) for column in cls.columns]

    @classmethod
    def table(cls, records: Iterable[T]) -> Table:
        """A row for each record; of no records, it is the template to fill in."""
        return Table(cls.headings(), map(cls.row, records), cls.title)
