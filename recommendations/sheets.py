"""Recommendations as files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.choices import Precision
from core.rules.dates import format_date
from core.sheets import Cell, Column, Sheet
from recommendations.models import Recommendation

if TYPE_CHECKING:
    from progress.models import ProgressUpdate

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
