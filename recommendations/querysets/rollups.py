"""What roll-ups count and lists filter by, read as at a day: responses, silence, reviews, and since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from core.choices import Precision
from recommendations.choices import SETTLED_STATUSES, MonitoringChoice, Responder, ResponseDecision
from recommendations.querysets.related import related
from recommendations.rules.rollups import MOST_CAUTIOUS_FIRST, Hearing, ReviewCount, ended_by, latest_silent_day

if TYPE_CHECKING:
    from recommendations.models import Recommendation

    Base = models.QuerySet[Recommendation]
else:
    Base = models.QuerySet


class RollupReads(Base):
    """Part of ``RecommendationQuerySet``; everything here comes after its ``as_at``."""

    def with_response(self, *, on: date) -> Self:
        """``response_on_day``: the decision that counts (RU-3), empty without one."""
        latest = {f"{responder}_said": _latest_response(responder, on) for responder in Responder}
        counted = [
            When(Q(executive_said=decision) | Q(partnership_said=decision), then=Value(decision))
            for decision in MOST_CAUTIOUS_FIRST
        ]
        return self.alias(**latest).annotate(
            response_on_day=Case(*counted, default=Value(""), output_field=models.CharField())
        )

    def with_since(self, *, on: date) -> Self:
        """Since when the status of the day holds, and which precision that date and the latest progress have."""
        changes = related("status_changes").filter(recommendation=OuterRef("pk")).known_on(on)
        newest_change = changes.order_by(F("changed_on").desc(nulls_last=True), "-recorded_at", "-pk")
        progress = related("progress").filter(recommendation=OuterRef("pk")).known_on(on)
        newest_progress = progress.order_by(F("reported_on").desc(nulls_last=True), "-position")
        return self.annotate(
            status_since=Subquery(newest_change.values("changed_on")[:1]),
            status_since_precision=Subquery(newest_change.values("changed_precision")[:1]),
            latest_reported_precision=Subquery(newest_progress.values("reported_precision")[:1]),
        )

    def responded(self, decision: str, *, on: date) -> Self:
        """Those of that response; “none” are those without."""
        wanted = decision if decision in ResponseDecision.values else ""
        return self.with_response(on=on).filter(response_on_day=wanted)

    def heard(self, hearing: str, *, on: date) -> Self:
        """Open ones of which nothing has been heard for over six months, or of which that cannot be told (RU-2)."""
        found = self._open().with_since(on=on)
        day_of_progress = _dated("latest_reported_on", "latest_reported_precision")
        later = Q(made_on__isnull=False)
        day_of_asking = later | _dated("topic_group__received_on", "topic_group__received_precision")
        can_be_told = Q(has_progress=True) & day_of_progress | Q(has_progress=False) & day_of_asking
        if hearing == Hearing.UNDATED:
            return found.exclude(can_be_told)
        last = latest_silent_day(on)
        old_progress = _ended("latest_reported_on", "latest_reported_precision", last)
        old_asking = later & Q(made_on__lte=last) | Q(made_on=None) & _ended(
            "topic_group__received_on", "topic_group__received_precision", last
        )
        is_silent = Q(has_progress=True) & old_progress | Q(has_progress=False) & old_asking
        return found.filter(can_be_told & (is_silent if hearing == Hearing.SILENT else ~is_silent))

    def reviews(self, counted: str, *, on: date) -> Self:
        """Those whose review is recorded, still to come, overdue, of a day that nobody knows, or not expected (T-7)."""
        if counted == ReviewCount.RECORDED:
            return self.filter(reviewed_on_day__isnull=False)
        left = self.filter(reviewed_on_day=None)
        if counted == ReviewCount.NOT_EXPECTED:
            return left.filter(monitoring_on_day=MonitoringChoice.STOP)
        left = left.exclude(monitoring_on_day=MonitoringChoice.STOP)
        dated = _dated("review_due_on", "review_precision")
        if counted == ReviewCount.NOT_KNOWN:
            return left.exclude(dated)
        overdue = _ended("review_due_on", "review_precision", on - timedelta(days=1))
        return left.filter(dated & (overdue if counted == ReviewCount.OVERDUE else ~overdue))

    def _open(self) -> Self:
        return self.exclude(monitoring_on_day=MonitoringChoice.STOP).exclude(status_on_day__in=SETTLED_STATUSES)


def _dated(field: str, precision: str) -> Q:
    """Where the date is known to the day, month or year."""
    known = (Precision.DAY, Precision.MONTH, Precision.YEAR)
    return Q(**{f"{field}__isnull": False, f"{precision}__in": known})


def _ended(field: str, precision: str, day: date) -> Q:
    """Where the date, with the month or year that it stands for, ended by the day (T-4)."""
    bounds = ended_by(day)
    return (
        Q(**{precision: Precision.DAY, f"{field}__lt": bounds.day})
        | Q(**{precision: Precision.MONTH, f"{field}__lt": bounds.month})
        | Q(**{precision: Precision.YEAR, f"{field}__lt": bounds.year})
    )


def _latest_response(responder: str, on: date) -> Subquery:
    given = related("responses").filter(recommendation=OuterRef("pk"), responder=responder).known_on(on)
    newest = given.order_by(F("responded_on").desc(nulls_last=True), "-pk")
    return Subquery(newest.values("decision")[:1])
