"""Reads of recommendations: the member's page, the papers and the downloads all start here."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from boards.choices import Role
from boards.roles import partnerships_with_role
from recommendations.choices import CLOSED_STATUSES, RecommendationStatus

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import (
        ProgressUpdate,
        Recommendation,
        RecommendationComment,
        StatusChange,
        TopicGroup,
    )

    Reader = User | AnonymousUser


class TopicGroupQuerySet(models.QuerySet["TopicGroup"]):
    def visible_to(self, user: Reader) -> Self:
        """A topic group's report is public."""
        return self.filter(partnership__is_listed=True)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Reader) -> Self:
        """Recommendations and their progress are public."""
        return self.filter(partnership__is_listed=True)

    def as_at(self, on: date) -> Self:
        """Every list, count, chart, paper and download of recommendations: what was known on the day (R-3).

        Each row has ``shown_on``, ``status_on_day``, ``has_progress`` and ``latest_reported_on``, and, in three
        queries for all rows, ``progress_on_day``, ``changes_on_day`` (both oldest first) and ``lines`` (its parties).
        """
        received = Q(topic_group__received_on=None) | Q(topic_group__received_on__lte=on)
        return (
            self.filter(received)
            .annotate(shown_on=Value(on, output_field=models.DateField()))
            .with_status(on=on)
            .with_latest_progress(on=on)
            .select_related("topic_group")
            .prefetch_related(_prefetched("lines", "party_lines", _lines()))
        )

    def with_status(self, *, on: date) -> Self:
        """The status that held on the day; before its first change a recommendation was not started."""
        changes = _changes().filter(recommendation=OuterRef("pk"))
        newest = changes.known_on(on).order_by(F("changed_on").desc(nulls_last=True), "-recorded_at", "-pk")
        status_without_changes = Case(
            When(Exists(changes), then=Value(RecommendationStatus.NOT_STARTED)), default=F("status")
        )
        return self.annotate(
            status_on_day=Coalesce(
                Subquery(newest.values("to_status")[:1]), status_without_changes, output_field=models.CharField()
            )
        ).prefetch_related(_prefetched("changes_on_day", "status_changes", _changes().known_on(on).oldest_first()))

    def with_latest_progress(self, *, on: date) -> Self:
        """Progress known on the day, and the date of its newest dated entry, on which lists are sorted."""
        progress = _progress().known_on(on)
        mine = progress.filter(recommendation=OuterRef("pk"))
        newest = mine.order_by(F("reported_on").desc(nulls_last=True))
        return self.annotate(
            has_progress=Exists(mine), latest_reported_on=Subquery(newest.values("reported_on")[:1])
        ).prefetch_related(_prefetched("progress_on_day", "progress", progress.oldest_first()))

    def open(self) -> Self:
        """After ``as_at``: those of which more progress is expected."""
        return self.exclude(status_on_day__in=CLOSED_STATUSES)

    def silent_longest(self) -> Self:
        """After ``as_at``: never any progress, then undated progress, then the oldest; closed ones last (R-1)."""
        is_closed = Case(When(status_on_day__in=CLOSED_STATUSES, then=Value(1)), default=Value(0))
        return self.order_by(
            is_closed,
            F("has_progress").asc(),
            F("latest_reported_on").asc(nulls_first=True),
            *IN_PRINTED_ORDER,
        )

    def newest_progress_first(self) -> Self:
        """After ``as_at``."""
        return self.order_by(F("latest_reported_on").desc(nulls_last=True), *IN_PRINTED_ORDER)

    def by_status(self) -> Self:
        """After ``as_at``: in the order in which the statuses are listed."""
        order = [When(status_on_day=status, then=Value(place)) for place, status in enumerate(RecommendationStatus)]
        return self.order_by(Case(*order), *IN_PRINTED_ORDER)

    def by_number(self) -> Self:
        return self.order_by(*IN_PRINTED_ORDER)

    def changed_since(self, moment: datetime, *, reader: Reader) -> Self:
        """Those with progress, a change of status, a comment or an answer that others have recorded since."""
        found = Q()
        for pks in news_since(moment, reader=reader).values():
            found |= Q(pk__in=pks)
        return self.filter(found)

    def status_counts(self) -> dict[RecommendationStatus, int]:
        """After ``as_at``: how many of each status, those of none included."""
        rows: Any = self.order_by()  # the type checker loses sight of the annotation
        found = dict(rows.values_list("status_on_day").annotate(Count("pk")))
        return {status: found.get(status, 0) for status in RecommendationStatus}


IN_PRINTED_ORDER = (F("topic_group__received_on").desc(nulls_last=True), "topic_group", "number")


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def known_on(self, on: date) -> Self:
        """Reported by the day. An entry without a date cannot be placed, so it shows at any date, and says so (R-3)."""
        return self.filter(Q(reported_on__lte=on) | Q(reported_on=None))

    def recorded_since(self, moment: datetime) -> Self:
        return self.filter(recorded_at__gt=moment)

    def oldest_first(self) -> Self:
        return self.order_by(F("reported_on").asc(nulls_first=True), "position")


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    def known_on(self, on: date) -> Self:
        """Made by the day; undated ones hold at any date (R-3)."""
        return self.filter(Q(changed_on__lte=on) | Q(changed_on=None))

    def oldest_first(self) -> Self:
        return self.order_by(F("changed_on").asc(nulls_first=True), "recorded_at", "pk")


class RecommendationCommentQuerySet(models.QuerySet["RecommendationComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


def news_since(moment: datetime, *, reader: Reader) -> dict[str, models.QuerySet[Any, int]]:
    """What others have recorded since, as far as the reader may see it: what it is, and on which recommendations."""
    progress = _progress().recorded_since(moment)
    changes = _changes().filter(recorded_at__gt=moment)
    comments = _comments().visible_to(reader)
    said, answered = Q(made_at__gt=moment), Q(answered_at__gt=moment)
    if not isinstance(reader, AnonymousUser):
        progress = progress.exclude(recorded_by=reader)
        changes = changes.exclude(changed_by=reader)
        said &= ~Q(made_by=reader)
        answered &= ~Q(answered_by=reader)
    return {
        "new progress": progress.values_list("recommendation", flat=True),
        "status changed": changes.values_list("recommendation", flat=True),
        "new comment or answer": comments.filter(said | answered).values_list("recommendation", flat=True),
    }


# The models are named, not imported: they import this module.


def _prefetched(to_attr: str, lookup: str, rows: models.QuerySet[Any]) -> Prefetch[Any]:
    return Prefetch(lookup, queryset=rows, to_attr=to_attr)


def _progress() -> ProgressUpdateQuerySet:
    return ProgressUpdateQuerySet(apps.get_model("recommendations", "ProgressUpdate"))


def _changes() -> StatusChangeQuerySet:
    return StatusChangeQuerySet(apps.get_model("recommendations", "StatusChange"))


def _comments() -> RecommendationCommentQuerySet:
    return RecommendationCommentQuerySet(apps.get_model("recommendations", "RecommendationComment"))


def _lines() -> models.QuerySet[Any]:
    return apps.get_model("recommendations", "RecommendationParty").objects.select_related("party").order_by("position")
