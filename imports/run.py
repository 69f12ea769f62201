"""One import while it runs: what is known so far, what was written, what was refused."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from boards.models import Body, BodyKind, Organisation, Partnership, Person, Priority, Sector, Strategy
from core import history
from core.acts import lock
from core.addresses import RESERVED
from core.history import dated_fields
from core.models import Governed
from core.rules.text import compare_key
from core.sheets.reading import Columns, Depends, FileTable, Refusal, parse_sheet
from core.sheets.workbooks import parse_workbook
from imports.cells import Known, Row
from imports.changes import Conflict, Outcome, RowChange
from imports.codes import records_by_code
from imports.differences import Difference, differences
from imports.memory import Memory
from meetings.models import Meeting
from performance.models import Comparator, Measure
from recommendations.models import Recommendation

M = TypeVar("M", bound=models.Model)

# Beyond that, an import would take longer than a task in the background may.
MOST_ROWS_IN_ALL = 20_000


@dataclass
class ImportRun:
    """The state of one import. ``files`` holds their bytes by name, and ``today`` bounds the dates that are accepted.

    ``into`` is the partnership that they are read into; without it, the files say which, and a new one is at
    ``address``, or else at the name of their directory, ``called``. ``depending`` counts rows
    that are refused for no fault of theirs, so that one mistake is told once. ``take`` are the keys of conflicts of
    which the file's value is taken; ``takes_all`` takes those of all.
    """

    files: Mapping[str, bytes]
    today: date
    address: str = ""
    other_encodings: bool = False
    into: Partnership | None = None
    called: str = ""
    take: frozenset[str] = frozenset()
    takes_all: bool = False
    memory: Memory = field(default_factory=Memory)
    tables: dict[str, FileTable] = field(default_factory=dict)
    changes: dict[tuple[str, int], "RowChange"] = field(default_factory=dict)
    counts: dict[str, Counter[Outcome]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    depending: int = 0
    warnings: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    partnerships: Known[Partnership] = field(default_factory=lambda: Known("partnership"))
    kinds: dict[str, BodyKind] = field(default_factory=dict)
    bodies: Known[Body] = field(default_factory=lambda: Known("body"))
    sectors: Known[Sector] = field(default_factory=lambda: Known("sector"))
    organisations: Known[Organisation] = field(default_factory=lambda: Known("organisation"))
    recommendations: Known[Recommendation] = field(default_factory=lambda: Known("recommendation"))
    people: Known[Person] = field(default_factory=lambda: Known("person"))
    strategies: Known[Strategy] = field(default_factory=lambda: Known("strategy"))
    priorities: Known[Priority] = field(default_factory=lambda: Known("priority"))
    comparators: Known[Comparator] = field(default_factory=lambda: Known("comparator"))
    measures: Known[Measure] = field(default_factory=lambda: Known("measure"))
    meetings: Known[Meeting] = field(default_factory=lambda: Known("meeting"))
    # What no row means: those that are shown, and how many there are; what was decided of them (``imports.left_out``).
    # ``paired`` are the files of which it is known what every row means, though some be refused.
    paired: set[str] = field(default_factory=set)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    left_out_count: int = 0
    ended: int = 0
    removed: int = 0
    _main: Partnership | None = None
    _names: dict[tuple[str, str], set[str]] = field(default_factory=dict)
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

    def know_records(self) -> None:
        """What the portal has may be referred to, whether the files have it or not."""
        everything: Any = (
            (self.bodies, Body.objects.filter(partnership=self.partnership).select_related("kind")),
            (self.sectors, self.partnership.sectors.all()),
            (self.organisations, self.partnership.organisations.all()),
            (self.meetings, self.partnership.meetings.exclude(code="")),
            (self.strategies, self.partnership.strategies.all()),
            (self.measures, self.partnership.measures.all()),
            (self.comparators, self.partnership.comparators.all()),
        )
        for known, records in everything:
            known.update({record.code: record for record in records})
        for priority in Priority.objects.filter(strategy__partnership=self.partnership).select_related("strategy"):
            self.know_priority(priority)
        self.people.update(records_by_code(Person, self.partnership))
        self.meetings.update(records_by_code(Meeting, self.partnership))

    def know_priority(self, priority: Priority) -> None:
        """By its code; where strategies have the same code, by “strategy/code”."""
        self.priorities[f"{priority.strategy.code}/{priority.code}"] = priority
        same = self.priorities.setdefault(priority.code, priority)
        if same.strategy_id == priority.strategy_id:
            self.priorities[priority.code] = priority

    def names_in(self, file: str, column: str) -> set[str]:
        """What a column of a file says, in any of its rows."""
        if (file, column) not in self._names:
            table = self.tables.get(file)
            self._names[file, column] = {cells.get(column, "") for _, cells in table.rows} if table else set()
        return self._names[file, column]

    @property
    def totals(self) -> Counter[Outcome]:
        return sum(self.counts.values(), Counter())

    def load(self, kinds: Mapping[str, Columns]) -> bool:
        """Read all files before anything is written. False where that is pointless: there is more than is taken."""
        for name, content in self.files.items():
            file = f"{PurePath(name).stem}.csv"
            if file in kinds:
                self.tables[file] = self._table(file, name, content, kinds[file])
        rows = sum(len(table.rows) for table in self.tables.values())
        cut = [table for table in self.tables.values() if table.is_cut]
        if rows > MOST_ROWS_IN_ALL and not cut:
            reason = f"they have {rows:,} rows, and {MOST_ROWS_IN_ALL:,} at once is the most: import some of them first"
            self.refusals.append(Refusal("All files", reason))
            return False
        for table in cut:
            self.refusals += table.refusals
        return not cut

    def _table(self, file: str, name: str, content: bytes, columns: Columns) -> FileTable:
        if name.endswith(".xlsx"):
            return parse_workbook(file, content, columns)
        return parse_sheet(file, content, columns, other_encodings=self.other_encodings)

    def rows(self, file: str, columns: Columns, *, key: tuple[str, ...], must_exist: bool = False) -> list[Row]:
        """The readable rows of a file; none where there is no such file. No two may share a ``key``."""
        if file not in self.tables:
            if must_exist:
                self.refusals.append(Refusal(file, "the directory has no such file"))
            return []
        self.counts.setdefault(file, Counter())
        sheet = self.tables[file]
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
        means: Sequence[M] | None = None,
        implied: Container[str] = (),
    ) -> M:
        """Make or change the record that ``match`` finds, with its history; nothing happens where all is the same.

        ``columns`` names the column of a field where they differ. A ``part`` is a lesser record of the row: a new
        part is a change of the row. Of a record that is there already, a field whose column the file does not
        have stays as it is: the file says nothing of it. So does one that the office changed since the last import.

        ``means`` has the record that the row means, or is empty for a new one, where it is not found by ``match``: its
        fields may be corrected, too. What is ``implied`` is said without a column.
        """
        values = {name: _cleaned(model, name, value) for name, value in values.items()}
        if means:
            values = {**match, **values}
        known = model._default_manager.filter(**match) if means is None else means
        record = next(iter(known[:1]), None)
        is_new = record is None
        found: list[Difference] = []
        conflicts: list[Conflict] = []
        agreed = set(values) if means is None else {*match, *values}
        if record is None:
            _refuse_reserved(row, match.get("code"))
            record = model(**match, **values)
            changed = True
        else:
            said = {
                name: value
                for name, value in values.items()
                if name in implied or not _is_unsaid(row, model, name, columns or {})
            }
            record, different = _locked_where_different(record, said)
            before = copy(record)
            contested = self.memory.contested(record, different)
            kept = set()
            for name in contested:
                conflict = self._conflict(row, before, name, different, columns or {})
                conflicts += [] if conflict in conflicts else [conflict]
                if not self.takes_all and conflict.key not in self.take:
                    kept.add(name)
            for name, value in different.items():
                if name not in kept:
                    setattr(record, name, value)
            agreed -= {name for name in values if name not in said} | kept
            changed = bool(set(different) - kept)
            free = [name for name in different if name not in contested]
            found = differences(before, record, free, columns or {}, known=row.cells)
        if changed:
            _save(record, row, columns or {})
        self.memory.keep(record, agreed)
        if changed or conflicts:
            told = self.changes.setdefault((row.file, row.number), RowChange(str(record), False))
            told.is_new = told.is_new or (is_new and not part)
            told.is_changed = told.is_changed or is_new or bool(found)
            told.differences += [one for one in found if one not in told.differences]
            told.conflicts += sorted(conflicts)
        outcome = Outcome.NEW if is_new and not part else Outcome.CHANGED if changed else Outcome.UNCHANGED
        self._count(row.file, row.number, outcome)
        return record

    def _conflict(
        self, row: Row, before: models.Model, name: str, different: Mapping[str, Any], columns: Mapping[str, str]
    ) -> Conflict:
        dates = {precision: day for day, precision in dated_fields(type(before)).items()}
        named, wanted = dates.get(name, name), copy(before)
        for field_name, value in different.items():
            setattr(wanted, field_name, value)
        [told] = differences(before, wanted, [named], columns, known=row.cells)
        return Conflict(f"{before._meta.label_lower}:{before.pk}:{named}", told.name, told.old, told.new)

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


def _refuse_reserved(row: Row, code: str | None) -> None:
    """Under such an address is a page of the portal's own, so that the record's would never be seen."""
    if code in RESERVED:
        column = next((name for name, cell in row.cells.items() if cell == code), "")
        row.refuse(column, f"the portal has a page of its own at “{code}”: choose another code")


def _cleaned(model: type[models.Model], name: str, value: Any) -> Any:
    """What stands on one line has no line breaks; addresses are written small, as they are for accounts."""
    field = model._meta.get_field(name)
    if isinstance(value, str) and isinstance(field, models.EmailField):
        return value.lower()
    if isinstance(value, str) and isinstance(field, models.CharField):
        return " ".join(line.strip() for line in value.splitlines())
    return value


def _is_unsaid(row: Row, model: type[models.Model], name: str, columns: Mapping[str, str]) -> bool:
    """Whether the file could have the field's column and does not; a precision goes with its date."""
    dates = {precision: day for day, precision in dated_fields(model).items()}
    named = dates.get(name, name)
    return bool({columns.get(named, named), f"{named}_id"} & row.absent)


def _locked_where_different(record: M, said: Mapping[str, Any]) -> tuple[M, dict[str, Any]]:
    """What the record is to say instead. Whoever is just changing it is waited for, so that nothing of that is lost."""
    different = _different(record, said)
    if different:
        record = lock(record)
        different = _different(record, said)
    return record, different


def _save(record: models.Model, row: Row, columns: Mapping[str, str]) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        refuse_invalid(row, error, columns)
    if isinstance(record, Governed):
        history.explain(record, f"Imported from {row.file}")
    record.save()


def _different(record: models.Model, said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if not _holds(record, name, value)}


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
