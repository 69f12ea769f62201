"""Recommendations as files: the table, and the open ones that come back with new progress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.choices import Precision
from core.rules.dates import format_date
from core.rules.text import clean_text
from core.sheets import Cell, Column, Sheet, cells
from core.sheets.importing import FileRow, Fixed, ImportSheet, Input
from recommendations.choices import STATUS_WORDS, RecommendationStatus
from recommendations.models import ProgressUpdate, Recommendation
from recommendations.services.many_updates import MOST_UPDATES, NewProgress, latest_of

Field = Column[Recommendation]


def _status_since(one: Recommendation) -> Cell:
    latest = one.changes_on_day[-1] if one.changes_on_day else None
    return day_cell(latest.changed_on, latest.changed_precision) if latest else ""


def _latest_progress_on(one: Recommendation) -> Cell:
    latest = one.latest_progress
    return day_cell(latest.reported_on, latest.reported_precision) if latest else ""


def day_cell(day: date | None, precision: str) -> Cell:
    """A date that sorts where it is known to the day; “September 2012” where it is not (T-4); empty without one."""
    if day is None or not precision:
        return ""
    return day if precision == Precision.DAY else format_date(day, precision)


def progress_line(update: ProgressUpdate) -> str:
    """“3 September 2026: …”"""
    return f"{format_date(update.reported_on, update.reported_precision)}: {update.text}"


class RecommendationSheet(Sheet[Recommendation]):
    """The five columns of the printed original with the number before them, then more; after ``for_files``."""

    title = "Recommendations"
    number = Field("Number", lambda one: one.number)
    action = Field("Action", lambda one: one.title_shown)
    explanation = Field("Explanation", lambda one: one.explanation_shown)
    by_whom = Field("By whom", lambda one: "; ".join(one.by_whom))
    progress = Field("Progress", lambda one: "\n".join(map(progress_line, one.progress_on_day)))
    status = Field("Status", lambda one: one.status_shown.label)
    topic_group = Field("Topic group", lambda one: one.report_title)
    lead = Field("Lead", lambda one: one.lead.printed_as if one.lead else "")
    status_since = Field("Status since", _status_since)
    status_reason = Field("Status reason", lambda one: one.reason_shown)
    latest_progress_on = Field("Latest progress on", _latest_progress_on)
    review_due = Field("Review due", lambda one: day_cell(one.review_due_on, one.review_precision))
    reviewed_on = Field("Reviewed on", lambda one: one.reviewed_on_day)
    closed_on = Field("Closed on", lambda one: one.closed_on)
    response = Field("Response", lambda one: one.response_shown)
    priority = Field("Priority", lambda one: one.get_priority_display() if one.priority else "")
    target = Field("Target", lambda one: one.target_on)
    report = Field("Report", lambda one: "in preparation, not public" if one.is_report_draft else "public")


class ProgressSheet(ImportSheet[Recommendation, NewProgress]):
    """Open recommendations, after ``for_files``. They come back with new progress: a file adds, and changes nothing."""

    title = "Progress"
    noun = "recommendation"
    fixed_because = "a file only adds progress"
    does = "the file adds progress to {}"
    most_rows, most_changes = 5_000, MOST_UPDATES

    number = Fixed[Recommendation]("number", lambda one: one.number)
    name = Fixed[Recommendation]("title", lambda one: one.title_shown)
    party = Fixed[Recommendation]("party", lambda one: "; ".join(one.by_whom))
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
        "reported_by", parse=cells.name(120), help="who reports; left empty, the lead or only party"
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
            row.refuse(self.reported_by, "several parties do it: say which of them reports")
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
