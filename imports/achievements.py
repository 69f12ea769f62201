"""achievements.csv: what was achieved, with the organisations that the portal knows."""

from __future__ import annotations

from typing import Any

from core.sheets.writing import Cell
from imports.cells import Row
from imports.columns import CodeOf, Flag, PreciseDay, Reference, Text
from imports.facts import NOTE, SOURCE
from imports.record_files import RecordFile
from imports.run import ImportRun
from performance.models import Achievement

ORGANISATIONS = "org_ids"


class AchievementFile(RecordFile):
    """Beside its fields, a row names organisations with “;” between. Pictures are not in files."""

    @property
    def headings(self) -> tuple[str, ...]:
        return (*super().headings, ORGANISATIONS)

    def read(self, row: Row, run: ImportRun) -> dict[str, Any]:
        """An empty cell releases nothing to the public: it leaves what is there, and hides what is new."""
        values = super().read(row, run)
        if not row["public"] and "public" not in row.absent:
            known = run.partnership.achievements.filter(code=row["achievement_id"]).first()
            values["is_public"] = known.is_public if known else False
        return values

    def write(self, row: Row, run: ImportRun) -> Achievement:
        found = [row.found(ORGANISATIONS, code, run.organisations) for code in row.list(ORGANISATIONS, ";")]
        row.code("achievement_id")
        achievement: Any = super().write(row, run)
        for organisation in found:
            through = Achievement.organisations.through
            pair = {"achievement": achievement, "organisation": organisation}
            run.write(row, through, match=pair, values={}, part=True)
        return achievement  # type: ignore[no-any-return]

    def cells(self, record: Any, code_of: CodeOf) -> list[Cell]:
        codes = sorted(organisation.code for organisation in record.organisations.all())
        return [*super().cells(record, code_of), ";".join(codes)]


ACHIEVEMENTS = AchievementFile(
    "achievements.csv",
    "achievement",
    (
        Text("achievement_id", "code", needed=True),
        PreciseDay("date", "happened", called=("date", "date_precision")),
        Text("theme", needed=True),
        Reference("priority_id", "priority", among=lambda run: run.priorities),
        Text("title", needed=True),
        Text("headline", needed=True),
        Text("story"),
        Text("figures"),
        Text("partners"),
        Flag("public", "is_public", otherwise=True),
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.achievements.select_related("priority__strategy").prefetch_related("organisations"),
    model=Achievement,
    match=("code",),
)
