"""Open recommendations as a file that comes back with new progress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.rules.text import clean_text
from core.sheets import cells
from core.sheets.importing import FileRow, Fixed, ImportSheet, Input
from progress.services.many_updates import MOST_UPDATES, NewProgress, latest_of
from recommendations.choices import STATUS_WORDS, RecommendationStatus
from recommendations.models import Recommendation
from recommendations.sheets import Field, progress_line


class ProgressSheet(ImportSheet[Recommendation, NewProgress]):
    """Open recommendations, after ``for_files``. They come back with new progress: a file adds, and changes nothing."""

    title = "Progress"
    noun = "recommendation"
    fixed_because = "a file only adds progress"
    does = "the file adds progress to {}"
    most_rows, most_changes = 5_000, MOST_UPDATES

    number = Fixed[Recommendation]("number", lambda one: one.number)
    name = Fixed[Recommendation]("title", lambda one: one.title_shown)
    owner = Fixed[Recommendation]("owner", lambda one: "; ".join(one.by_whom))
    latest_progress = Field("latest_progress", lambda one: "".join(map(progress_line, one.progress_on_day[-1:])))
    new_progress = Input[Recommendation, str](
        "new_progress", parse=cells.text(4_000), help="what has happened; rows without it are passed over"
    )
    status = Input[Recommendation, RecommendationStatus](
        "status",
        parse=cells.choice(STATUS_WORDS, known=RecommendationStatus.labels),
        help="of this piece of work: not started, in progress, implemented, needs follow-up, no longer relevant or "
        "not feasible",
    )
    reported_on = Input[Recommendation, date](
        "date", parse=cells.past_day, help="of the report, for example 2026-11-16 or 16/11/2026; left empty, today"
    )
    reported_by = Input[Recommendation, str](
        "reported_by", parse=cells.name(120), help="who reports; left empty, the lead or only owner"
    )

    def __init__(self, records: Iterable[Recommendation], *, today: date) -> None:
        super().__init__(records, today=today)
        self.latest = latest_of(one.pk for one in self.records.values())

    def change(self, row: FileRow[Recommendation]) -> NewProgress | None:
        recommendation, text = row.record, row[self.new_progress]
        if not text:
            for column in (self.status, self.reported_on, self.reported_by):
                if row.cells.get(column.heading):
                    row.refuse(column, "there is no new progress in this row: write it, or empty this cell")
            return None
        status = row[self.status]
        if status is None:
            row.refuse(self.status, f"the status is missing. Known are {', '.join(RecommendationStatus.labels)}")
        reporter = row[self.reported_by] or recommendation.usual_reporter
        if not reporter:
            row.refuse(self.reported_by, "several owners do it: say which of them reports")
        reported_on = row[self.reported_on]
        known = {one.reported_on for one in recommendation.progress_on_day if clean_text(one.text).strip() == text}
        # A file without a date, uploaded again on another day, says nothing new either.
        if reported_on in known or (known and reported_on is None):
            return None
        return NewProgress(
            recommendation=recommendation.pk,
            seen=self.latest.get(recommendation.pk, 0),
            text=text,
            status=status.value,
            reported_on=reported_on or self.today,
            reported_by=reporter,
        )
