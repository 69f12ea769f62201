"""Files of dated facts: a row may correct the fact that it means, or change what holds from a day (decision 36)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models, transaction

from core import history
from core.models import SoleFact
from core.rules.dates import ONE_DAY, format_date
from core.sheets.reading import Refusal
from imports.cells import Row
from imports.differences import differences
from imports.pairing import pair, said
from imports.record_files import RecordFile, write_in_turn
from imports.run import ImportRun

Values = dict[str, Any]
END = ("ends_on", "ends_precision")


@dataclass
class FactRow:
    """A row that was read: what it says, which fact it means, and what ends the day before it begins. ``columns`` are
    those of another file that says the same, of whose row it may be a part.
    """

    row: Row
    values: Values
    means: list[Any] = field(default_factory=list)
    ends: SoleFact | None = None
    changes_from: str = ""
    is_end_implied: bool = False
    is_part: bool = False
    columns: Mapping[str, str] | None = None
    wrote: Any = None


@dataclass(frozen=True)
class FactFile(RecordFile):
    """``within`` names the fields of what the facts are about, ``same`` those that tell them apart beside their day,
    and ``others`` what else they are known by where these are corrected (see ``imports.pairing``).
    """

    within: tuple[str, ...] = field(kw_only=True)
    same: tuple[str, ...] = field(kw_only=True)
    day: str = field(default="starts_on", kw_only=True)
    others: tuple[tuple[str, ...], ...] = field(default=(("starts_on",),), kw_only=True)

    def sole_by(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The fields that facts share of which one holds at a time."""
        return self.model.sole_by  # type: ignore[attr-defined,no-any-return]  # sole facts have it

    def may_mean(self, fact: Any, names: tuple[str, ...], run: ImportRun) -> bool:
        """Whether a row that is like this fact in these fields of ``others`` alone may mean it."""
        return True

    def import_rows(self, run: ImportRun) -> list[Any]:
        rows = run.rows(self.file, self.read_as, key=self.key)
        return self.write_all(self.read_all(run, rows), run)

    def read_all(self, run: ImportRun, rows: Sequence[Row]) -> list[FactRow]:
        """The rows, each with the fact that it means."""
        facts = []
        for row in rows:
            with run.reading(row):
                facts.append(FactRow(row, self.read(row, run)))
        if facts:
            self._find(facts, run)
        if self.file in run.tables and len(facts) == len(rows) and not run.tables[self.file].refusals:
            run.paired.add(self.file)
        for one in facts:
            run.memory.touch(one.means)
        return facts

    def _find(self, facts: list[FactRow], run: ImportRun) -> None:
        known: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for record in self.records(run.partnership):
            known[said(record, self.within)].append(record)
        groups: dict[tuple[Any, ...], list[FactRow]] = defaultdict(list)
        for one in facts:
            groups[said(one.values, self.within)].append(one)
        for key, group in groups.items():
            self.find_within(group, known[key], run)

    def find_within(self, group: list[FactRow], records: list[Any], run: ImportRun) -> None:
        rows = dict(enumerate(one.values for one in group))
        found = pair(
            rows,
            records,
            same=self.same,
            day=self.day,
            end="ends_on" if self.day == "starts_on" else self.day,
            others=self.others,
            may=lambda record, names: self.may_mean(record, names, run),
        )
        for number, record in found.items():
            group[number].means = [record]
        if issubclass(self.model, SoleFact):
            self._find_what_ends(group, records, named={record.pk for record in found.values()})

    def _find_what_ends(self, group: list[FactRow], records: list[Any], *, named: set[int]) -> None:
        """Of which one holds at a time, one ends where the next begins, whether a row has it (``named``) or not."""
        earlier: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for record in records:
            names = self.sole_by(dict(zip(self.match, said(record, self.match), strict=True)))
            earlier[(names, *said(record, names))].append(record)
        alone: dict[tuple[Any, ...], list[FactRow]] = defaultdict(list)
        for one in group:
            names = self.sole_by(one.values)
            alone[(names, *said(one.values, names))].append(one)
        for key, series in alone.items():
            _end_before_the_next(series)
            for one in series:
                if not one.means and one.values["starts_on"]:
                    _change(one, one.values["starts_on"], earlier[key], named)

    def write_all(self, facts: Sequence[FactRow], run: ImportRun) -> list[Any]:
        """Each row has what it ``wrote``."""
        written, left = write_in_turn(facts, lambda one: self.write_fact(one, run))
        for one in left:
            with run.reading(one.row):
                written.append(self._write_or_tell(one, run))
        return written

    def _write_or_tell(self, one: FactRow, run: ImportRun) -> models.Model:
        """Refused because of another fact, a row says which."""
        try:
            return self.write_fact(one, run)
        except Refusal as refusal:
            if not issubclass(self.model, SoleFact) or refusal.reason != self.model.clash_message:
                raise
            fact = self.model(**one.values)
            fact.pk = one.means[0].pk if one.means else None
            other = fact.others().overlapping(fact.starts_on, fact.ends_on).first()
            if other is not None:
                refusal.reason = f"{refusal.reason} It is “{other}” {other.period}: correct its row, too."
            raise

    def write_fact(self, one: FactRow, run: ImportRun) -> models.Model:
        values = dict(one.values)
        match = {name: values.pop(name) for name in self.match}
        with transaction.atomic() if one.ends else nullcontext():
            before = _end(one) if one.ends else None
            record = run.write(
                one.row,
                self.model,
                match=match,
                values=values,
                columns=one.columns or self.fields,
                part=one.is_part,
                means=one.means,
                implied=END if one.is_end_implied else (),
            )
        change = run.changes.get((one.row.file, one.row.number))
        if change and not one.means:
            change.changes_from = one.changes_from
        if change and one.ends and before:
            told = differences(before, one.ends, ["ends_on"], self.fields, known=())
            change.differences += [each._replace(name=f"“{before}”, {each.name}", why="") for each in told]
        one.wrote = record
        return record  # type: ignore[no-any-return]


def _end_before_the_next(series: list[FactRow]) -> None:
    """Of which one holds at a time, one without an end ends the day before the next begins."""
    series.sort(key=lambda one: one.values["starts_on"] or date.min)
    for one, following in pairwise(series):
        start, starts = following.values["starts_on"], one.values["starts_on"]
        if one.values["ends_on"] is None and one.values["ends_precision"] != "unknown" and start and start != starts:
            one.values |= {"ends_on": start - ONE_DAY, "ends_precision": following.values["starts_precision"]}
            one.is_end_implied = True


def _change(one: FactRow, start: date, earlier: Sequence[Any], named: set[int]) -> None:
    """A new fact that begins later than one that the portal has; where no row says when that ends, it ends now."""
    before = [record for record in earlier if record.starts_on is None or record.starts_on < start]
    if before:
        one.changes_from = format_date(start, one.values["starts_precision"])
    holding = [record for record in before if record.ends_on is None and record.pk not in named]
    if holding and one.values["ends_on"] is None:
        one.ends = holding[0]


def _end(one: FactRow) -> Any:
    """End what the row follows; returns it as it was."""
    assert one.ends is not None
    fact = type(one.ends)._base_manager.select_for_update(no_key=True).get(pk=one.ends.pk)
    before = fact.as_loaded()  # type: ignore[attr-defined]  # every fact is governed
    fact.ends_on = one.values["starts_on"] - ONE_DAY
    fact.ends_precision = one.values["starts_precision"]
    history.explain(fact, f"Imported from {one.row.file}")  # type: ignore[arg-type]
    fact.save()
    one.ends = fact
    return before
