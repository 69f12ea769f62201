"""One row of a file, and what its cells say: dates, numbers, words for a choice."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import NoReturn, TypeVar

from core.choices import Precision
from core.sheets import cells
from core.sheets.reading import Depends, Refusal

T = TypeVar("T")

CODE = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
PRECISIONS = {
    "day": Precision.DAY,
    "month": Precision.MONTH,
    "part-month": Precision.MONTH,
    "year": Precision.YEAR,
    "none": Precision.UNKNOWN,
}
YES_OR_NO = {"yes": True, "no": False}
# Of a date that is only the first or the last for which there is a record.
ON_RECORD = "on record"


class Known(dict[str, T]):
    """Records by the code that the files call them; remembers the codes whose rows were refused."""

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.noun = noun
        self.refused: set[str] = set()


class Row:
    """A row of text; each reading of a cell gives its meaning or refuses it."""

    def __init__(
        self, file: str, number: int, cells: Mapping[str, str], *, today: date, absent: frozenset[str] = frozenset()
    ) -> None:
        """``absent`` are the columns that the file could have and does not."""
        self.absent = absent
        self.file = file
        self.number = number
        self.cells = cells
        self.today = today

    def __getitem__(self, column: str) -> str:
        """The text of a cell; empty where the file has no such column."""
        return self.cells.get(column, "")

    def refuse(self, column: str, reason: str) -> NoReturn:
        raise Refusal(self.file, reason, self.number, column, self[column])

    def required(self, column: str) -> str:
        if not self[column]:
            self.refuse(column, "the cell is empty: fill it in")
        return self[column]

    def code(self, column: str) -> str:
        """The record's own code."""
        if not CODE.fullmatch(self.required(column)):
            self.refuse(column, "a code is 1 to 60 letters, digits, hyphens or underscores")
        return self[column]

    def reference(self, column: str, known: Known[T]) -> T | None:
        """The record that another file, or another row, calls by this code."""
        code = self[column]
        return self.found(column, code, known) if code else None

    def required_reference(self, column: str, known: Known[T]) -> T:
        return self.found(column, self.required(column), known)

    def found(self, column: str, code: str, known: Known[T]) -> T:
        if code in known.refused:
            raise Depends(self.file, f"the {known.noun} was refused", self.number, column, code)
        if code not in known:
            self.refuse(column, f"there is no {known.noun} “{code}”")
        return known[code]

    def read(self, column: str, parse: cells.Parse[T]) -> T | None:
        """What the text of a cell means; None where it is empty."""
        try:
            return parse(self[column], self.today) if self[column] else None
        except cells.CellRefused as reason:
            self.refuse(column, str(reason))

    def required_read(self, column: str, parse: cells.Parse[T]) -> T:
        self.required(column)
        found = self.read(column, parse)
        assert found is not None
        return found

    def choice(self, column: str, words: Mapping[str, T]) -> T:
        found = words.get(self.required(column).casefold())
        if found is None:
            self.refuse(column, f"the word is not known. Known are {', '.join(words)}")
        return found

    def whole(self, column: str) -> int | None:
        return self.read(column, cells.whole)

    def required_whole(self, column: str) -> int:
        return self.required_read(column, cells.whole)

    def decimal(self, column: str) -> Decimal | None:
        return self.read(column, cells.decimal)

    def required_decimal(self, column: str) -> Decimal:
        return self.required_read(column, cells.decimal)

    def time(self, column: str) -> time | None:
        return self.read(column, cells.time_of_day)

    def day(self, column: str) -> date | None:
        return self.read(column, cells.day)

    def dated(self, column: str, precision_column: str) -> tuple[date | None, Precision]:
        """A date with what is known of it, moved to the first day of its month or year (T-4)."""
        day = self.day(column)
        if day and self[precision_column].casefold() == ON_RECORD:
            return day, Precision.UNKNOWN
        precision = self.choice(precision_column, PRECISIONS) if self[precision_column] else None
        if day is None:
            if precision not in (None, Precision.UNKNOWN):
                self.refuse(precision_column, f"there is a precision, but no date in {column}")
            return None, Precision.UNKNOWN
        if precision is Precision.UNKNOWN:
            self.refuse(precision_column, f"nothing is known of the date, yet there is one in {column}")
        return first_day(day, precision or Precision.DAY), precision or Precision.DAY

    def list(self, column: str, separator: str) -> list[str]:
        return [part.strip() for part in self[column].split(separator) if part.strip()]


def first_day(day: date, precision: Precision) -> date:
    """T-4: a date of which only the month or year is known stands on its first day."""
    if precision is Precision.MONTH:
        return day.replace(day=1)
    if precision is Precision.YEAR:
        return day.replace(month=1, day=1)
    return day
