"""The progress table as a file: the five columns of the printed original with the number before them, then more."""

from collections.abc import Iterable, Iterator
from datetime import date

from core.choices import Precision
from core.exports import Cell, Row
from core.rules.dates import format_date
from recommendations.models import ProgressUpdate, Recommendation

HEADINGS = (
    *("Number", "Action", "Explanation", "By whom", "Progress", "Status"),
    *("Topic group", "Lead", "Status since", "Status reason", "Latest progress on", "Review due", "Reviewed on"),
    *("Closed on", "Response", "Priority", "Target", "Report"),
)


def table_rows(recommendations: Iterable[Recommendation]) -> Iterator[Row]:
    """One row for each recommendation that ``RecommendationQuerySet.as_at`` read with ``for_files``."""
    for recommendation in recommendations:
        yield (*_as_printed(recommendation), *_beside(recommendation))


def _as_printed(recommendation: Recommendation) -> Row:
    return (
        recommendation.number,
        recommendation.title_shown,
        recommendation.explanation_shown,
        "; ".join(recommendation.by_whom),
        "\n".join(progress_line(update) for update in recommendation.progress_on_day),
        recommendation.status_shown.label,
    )


def _beside(recommendation: Recommendation) -> Row:
    latest = recommendation.latest_progress
    return (
        recommendation.topic_group.title,
        recommendation.lead.printed_as if recommendation.lead else "",
        day_cell(recommendation.status_since, recommendation.status_since_precision),
        recommendation.reason_shown,
        day_cell(latest.reported_on, latest.reported_precision) if latest else "",
        day_cell(recommendation.review_due_on, recommendation.review_precision),
        recommendation.reviewed_on_day,
        recommendation.closed_on,
        recommendation.response_shown,
        recommendation.get_priority_display() if recommendation.priority else "",
        recommendation.target_on,
        "in preparation, not public" if recommendation.topic_group.is_draft else "public",
    )


def day_cell(day: date | None, precision: str) -> Cell:
    """A date that sorts where it is known to the day; “September 2012” where it is not (T-4); empty without one."""
    if day is None or precision not in Precision.values:
        return ""
    return day if precision == Precision.DAY else format_date(day, precision)


def progress_line(update: ProgressUpdate) -> str:
    """“3 September 2026: …”"""
    return f"{update.when}: {update.text}"


def progress_rows(recommendations: Iterable[Recommendation]) -> Iterator[Row]:
    """One row for each, after ``as_at``, for ``services.progress_import`` to read back: its last columns are empty."""
    for one in recommendations:
        latest = progress_line(one.latest_progress) if one.latest_progress else ""
        yield (one.pk, one.number, one.title_shown, "; ".join(one.by_whom), latest, "", "", "", "")
