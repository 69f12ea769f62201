"""What an import does or would do, as it is kept for the page that shows it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from core.sheets.writing import Cell, Table
from imports.catalogue import KINDS, REFUSED_BECAUSE
from imports.changes import Outcome
from imports.run import ImportRun


@dataclass
class Report:
    """Plain values, to be kept as JSON. ``rows`` are those that change something, in the order of the files."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[dict[str, Any]] = field(default_factory=list)
    refused_rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    depending: int = 0
    warnings: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    encodings: list[dict[str, str]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    left_out_count: int = 0
    ended: int = 0
    removed: int = 0
    digest: str = ""

    @property
    def totals(self) -> dict[str, int]:
        return {one: sum(counts[one] for counts in self.counts.values()) for one in Outcome}

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return self.totals[Outcome.NEW] + self.totals[Outcome.CHANGED]

    @property
    def decided_in_words(self) -> str:
        """What becomes of records that are no longer in the files: “1 ended, 2 removed”."""
        return ", ".join(
            f"{count} {done}" for count, done in ((self.ended, "ended"), (self.removed, "removed")) if count
        )

    @property
    def in_words(self) -> str:
        rows = f"{self.totals[Outcome.NEW]} new, {self.totals[Outcome.CHANGED]} changed"
        return ", ".join(filter(None, (rows, self.decided_in_words)))

    @property
    def is_worth_importing(self) -> bool:
        return bool(self.changes or self.conflicts or self.left_out or self.ended or self.removed)

    @property
    def conflicts(self) -> list[dict[str, Any]]:
        """The rows of which the office changed fields since the last import."""
        return [row for row in self.rows if row["conflicts"]]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    def without_rows(self) -> Report:
        """What is kept once it is done: the counts."""
        return replace(self, rows=[], refused_rows={}, left_out=[])

    def refused_table(self, file: str) -> Table:
        """The refused rows of a file as they came, each with the reason."""
        rows = self.refused_rows[file]
        headings = [column for column in KINDS[file].columns.in_order if any(column in row for row in rows)]
        cells: list[list[Cell]] = [[row.get(column, "") for column in [*headings, REFUSED_BECAUSE]] for row in rows]
        return Table([*headings, REFUSED_BECAUSE], cells)


def report_of(run: ImportRun, *, left_aside: list[str]) -> Report:
    rows = [
        {
            "file": file,
            "row": number,
            "title": change.title,
            "is_new": change.is_new,
            "is_changed": change.is_changed,
            "changes_from": change.changes_from,
            "differences": [list(difference) for difference in change.differences],
            "conflicts": [list(conflict) for conflict in change.conflicts],
        }
        for (file, number), change in run.changes.items()
    ]
    return Report(
        counts={file: {outcome: counts[outcome] for outcome in Outcome} for file, counts in run.counts.items()},
        rows=rows,
        refusals=[
            {"file": one.file, "row": one.row, "column": one.column, "value": one.value[:200], "reason": one.reason}
            for one in run.refusals
        ],
        refused_rows=_refused_rows(run),
        depending=run.depending,
        warnings=[*run.warnings, *(f"{name} is not a file of an import: it was left aside." for name in left_aside)],
        not_read=run.not_read,
        encodings=[
            {"file": table.file, "name": table.encoding, "sample": table.sample}
            for table in run.tables.values()
            if table.encoding
        ],
        left_out=run.left_out,
        left_out_count=run.left_out_count,
        ended=run.ended,
        removed=run.removed,
        digest=_digest(rows, [one["key"] for one in run.left_out], run.left_out_count),
    )


def _digest(rows: list[dict[str, Any]], *left_out: Any) -> str:
    """The same, whichever conflicts are taken and whatever is decided of what is no longer in the files."""
    names = ("file", "row", "is_new", "changes_from", "differences", "conflicts")
    told = [left_out, [[row[name] for name in names] for row in rows]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _refused_rows(run: ImportRun) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    placed = sorted((one for one in run.refusals if one.row is not None), key=lambda one: (one.file, one.row))
    rows = {file: dict(table.rows) for file, table in run.tables.items()}
    for (file, number), refusals in groupby(placed, key=lambda one: (one.file, one.row)):
        if file in rows:
            cells = rows[file].get(number or 0, {})
            reasons = [f"{one.column}: {one.reason}" if one.column else one.reason for one in refusals]
            found.setdefault(file, []).append({**cells, REFUSED_BECAUSE: "; ".join(reasons)})
    return found
