"""One import while it runs: what is known so far, what was written, what was refused."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from boards.models import Body, Organisation, Partnership, Sector
from core import history
from core.models import Governed
from core.rules.text import compare_key
from core.sheets.reading import Columns, Depends, Refusal, read_sheet
from imports.cells import Known, Row
from meetings.models import Meeting
from recommendations.models import Recommendation

M = TypeVar("M", bound=models.Model)


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class ImportRun:
    """The state of one import. ``today`` bounds the dates that are accepted.

    ``depending`` counts rows that are refused for no fault of theirs, so that one mistake is told once.
    """

    directory: Path
    today: date
    address: str = ""
    other_encodings: bool = False
    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    depending: int = 0
    warnings: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    partnerships: Known[Partnership] = field(default_factory=lambda: Known("partnership"))
    bodies: Known[Body] = field(default_factory=lambda: Known("body"))
    sectors: Known[Sector] = field(default_factory=lambda: Known("sector"))
    organisations: Known[Organisation] = field(default_factory=lambda: Known("organisation"))
    recommendations: Known[Recommendation] = field(default_factory=lambda: Known("recommendation"))
    meetings: Known[Meeting] = field(default_factory=lambda: Known("meeting"))
    _main: Partnership | None = None
    _outcomes: dict[tuple[str, int], Outcome] = field(default_factory=dict)

    @property
    def partnership(self) -> Partnership:
        """The partnership whose records are imported."""
        assert self._main is not None  # the first file of every import sets it
        return self._main

    @partnership.setter
    def partnership(self, partnership: Partnership) -> None:
        self._main = partnership

    @property
    def has_partnership(self) -> bool:
        return self._main is not None

    @property
    def totals(self) -> Counter[Outcome]:
        return sum(self.counts.values(), Counter())

    def rows(self, file: str, columns: Columns, *, key: tuple[str, ...], must_exist: bool = False) -> list[Row]:
        """The readable rows of a file; none where the directory has no such file. No two may share a ``key``."""
        path = self.directory / file
        if not path.is_file():
            if must_exist:
                self.refusals.append(Refusal(file, "the directory has no such file"))
            return []
        self.counts.setdefault(file, Counter())
        sheet = read_sheet(path, columns, other_encodings=self.other_encodings)
        for refusal in sheet.refusals:
            self._refuse(refusal)
        known = columns.required | columns.optional
        rows = [Row(file, number, cells, today=self.today, absent=known - cells.keys()) for number, cells in sheet.rows]
        return self._first_of_each(rows, key)

    def _first_of_each(self, rows: list[Row], key: tuple[str, ...]) -> list[Row]:
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            earlier = first.setdefault(tuple(row[column] for column in key), row)
            if earlier is not row:
                reason = f"row {earlier.number} has the same {' and '.join(key)}"
                self._refuse(Refusal(row.file, reason, row.number, key[-1], row[key[-1]]))
        return list(first.values())

    @contextmanager
    def reading(self, row: Row, *, code: str = "", of: Known[Any] | None = None) -> Iterator[None]:
        """Gather a refusal of the row, so that the rows after it are still looked at.

        ``code`` and ``of`` name the column of the row's own code and the records that it belongs to.
        """
        try:
            yield
        except Refusal as refusal:
            if isinstance(refusal, Depends):
                self.depending += 1
                self._count(row.file, row.number, Outcome.REFUSED)
            else:
                self._refuse(refusal)
            if of is not None:
                of.refused.add(row[code])

    def standing(self, rows: list[Row]) -> list[Row]:
        """The rows that were not refused so far: only they are read further."""
        return [row for row in rows if self._outcomes.get((row.file, row.number)) is not Outcome.REFUSED]

    def _refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)
        if refusal.row is not None:
            self._count(refusal.file, refusal.row, Outcome.REFUSED)

    def write(
        self,
        row: Row,
        model: type[M],
        *,
        match: Mapping[str, Any],
        values: Mapping[str, Any],
        columns: Mapping[str, str] | None = None,
        part: bool = False,
    ) -> M:
        """Make or change the record that ``match`` finds, with its history; nothing happens where all is the same.

        ``columns`` names the column of a field where they differ. A ``part`` is a lesser record of the row: a new
        part is a change of the row. Of a record that is there already, a text whose column the file does not have
        stays as it is: the file says nothing of it.
        """
        record = model._default_manager.filter(**match).first()
        is_new = record is None
        if record is None:
            record = model(**match, **values)
            changed = True
        else:
            unsaid = {
                name for name in values if (columns or {}).get(name, name) in row.absent and _is_text(model, name)
            }
            said = {name: value for name, value in values.items() if name not in unsaid}
            different = {name: value for name, value in said.items() if not _holds(record, name, value)}
            for name, value in different.items():
                setattr(record, name, value)
            changed = bool(different)
        if changed:
            try:
                record.full_clean()
            except ValidationError as error:
                refuse_invalid(row, error, columns or {})
            if isinstance(record, Governed):
                history.explain(record, f"Imported from {row.file}")
            record.save()
        outcome = Outcome.NEW if is_new and not part else Outcome.CHANGED if changed else Outcome.UNCHANGED
        self._count(row.file, row.number, outcome)
        return record

    def _count(self, file: str, number: int, outcome: Outcome) -> None:
        """A row counts once, by the weightiest of what became of its records."""
        weights = list(Outcome)
        before = self._outcomes.get((file, number))
        if outcome is Outcome.REFUSED or before is None or weights.index(outcome) < weights.index(before):
            if before is Outcome.REFUSED:
                return
            counts = self.counts.setdefault(file, Counter())
            counts[outcome] += 1
            if before is not None:
                counts[before] -= 1
            self._outcomes[file, number] = outcome

    def warn_of_look_alikes(self, rows: list[Row], column: str) -> None:
        """I-4: names that are the same but for case, width or spaces may be one thing twice."""
        seen: dict[str, Row] = {}
        for row in rows:
            first = seen.setdefault(compare_key(row[column]), row)
            if first is not row:
                self.warnings.append(
                    f"{row.file}, rows {first.number} and {row.number}: both are called “{row[column]}”. "
                    "Check that they are not one thing twice."
                )


def _is_text(model: type[models.Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.CharField | models.TextField)


def _holds(record: models.Model, name: str, value: Any) -> bool:
    if isinstance(value, models.Model):
        return bool(getattr(record, f"{name}_id") == value.pk)
    field_name = f"{name}_id" if value is None and hasattr(record, f"{name}_id") else name
    return bool(getattr(record, field_name) == value)


def refuse_invalid(row: Row, error: ValidationError, columns: Mapping[str, str]) -> NoReturn:
    """Say of a row what the model says of its record."""
    name, messages = next(iter(error.message_dict.items()))
    column = columns.get(name, name if name in row.cells else "")
    reason = " ".join(messages)
    row.refuse("" if name == NON_FIELD_ERRORS else column, reason)
