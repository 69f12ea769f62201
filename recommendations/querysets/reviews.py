"""Reviews, closing and superseding, read as at a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When

from core.choices import Precision
from core.rules.dates import ONE_DAY, REVIEW_WARNING_DAYS, ReviewState
from recommendations.choices import SETTLED_STATUSES, MonitoringChoice, RecommendationStatus
from recommendations.querysets.related import related
from recommendations.rules.rollups import ended_by

if TYPE_CHECKING:
    from recommendations.models import Recommendation

    Base = models.QuerySet[Recommendation]
else:
    Base = models.QuerySet

NO_DATE = "date not known"


class ReviewReads(Base):
    """Part of ``RecommendationQuerySet``; everything here comes after its ``as_at``."""

    def with_review_state(self, *, on: date) -> Self:
        """``review_state_on_day``: a ``ReviewState``, or ``NO_DATE`` where nobody can say when it is due (T-7)."""
        passed = ended_by(on - ONE_DAY)
        is_overdue = (
            Q(review_precision=Precision.DAY, review_due_on__lt=passed.day)
            | Q(review_precision=Precision.MONTH, review_due_on__lt=passed.month)
            | Q(review_precision=Precision.YEAR, review_due_on__lt=passed.year)
        )
        return self.annotate(
            review_state_on_day=Case(
                When(reviewed_on_day__isnull=False, then=Value(ReviewState.DONE.value)),
                When(Q(review_due_on=None) | Q(review_precision=Precision.UNKNOWN), then=Value(NO_DATE)),
                When(is_overdue, then=Value(ReviewState.OVERDUE.value)),
                When(
                    review_due_on__lte=on + timedelta(days=REVIEW_WARNING_DAYS), then=Value(ReviewState.DUE_SOON.value)
                ),
                default=Value(ReviewState.NOT_DUE.value),
                output_field=models.CharField(),
            )
        )

    def of_review_list(self, *, on: date) -> Self:
        """Whose review is done or still to come, by date; of what is closed no review is expected any more."""
        expected = ~Q(monitoring_on_day=MonitoringChoice.STOP) | Q(reviewed_on_day__isnull=False)
        return (
            self.filter(expected)
            .with_review_state(on=on)
            .order_by(F("review_due_on").asc(nulls_last=True), "topic_group", "number")
        )

    def review_counts(self) -> dict[str, int]:
        """After ``with_review_state``: how many of each state, those of none included."""
        rows: Any = self.order_by()  # the type checker loses sight of the annotation
        found = dict(rows.values_list("review_state_on_day").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in (*(state.value for state in ReviewState), NO_DATE)}

    def to_close(self) -> Self:
        """Settled, and still monitored: a meeting may decide to stop (R-4)."""
        return self.exclude(monitoring_on_day=MonitoringChoice.STOP).filter(status_on_day__in=SETTLED_STATUSES)

    def superseded_by_one(self, recommendation: Recommendation, *, on: date) -> Self:
        """In whose place the recommendation stood on the day: their latest change of status names it (R-5)."""
        named = self.filter(status_on_day=RecommendationStatus.SUPERSEDED, status_changes__superseded_by=recommendation)
        changes: Any = related("status_changes").filter(recommendation=OuterRef("pk"))
        newest = changes.known_on(on).order_by(F("changed_on").desc(nulls_last=True), "-recorded_at", "-pk")
        latest = named.alias(successor_on_day=Subquery(newest.values("superseded_by")[:1]))
        return latest.filter(successor_on_day=recommendation.pk).distinct()
