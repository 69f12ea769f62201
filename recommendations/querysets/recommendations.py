"""Reads of recommendations: the member's page, the papers and the downloads all start here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.choices import Precision
from core.rules.dates import REVIEW_WARNING_DAYS
from recommendations.choices import SETTLED_STATUSES, MonitoringChoice, RecommendationStatus
from recommendations.querysets.happened import RecommendationCommentQuerySet, WordingQuerySet
from recommendations.querysets.related import related
from recommendations.querysets.reviews import ReviewReads
from recommendations.querysets.rollups import RollupReads
from recommendations.rules.totals import Total
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import Recommendation

    Reader = User | AnonymousUser


class RecommendationQuerySet(RollupReads, ReviewReads):
    def visible_to(self, user: Reader) -> Self:
        """Recommendations and their progress are public, once the report is."""
        return self.filter(report_readable_by(user, "topic_group__"))

    def in_preparation(self) -> Self:
        """Those of reports that are not public yet."""
        return self.filter(topic_group__is_draft=True)

    def as_at(self, on: date) -> Self:
        """Every list, count, chart, paper and download of recommendations: what was known on the day (R-3).

        Each row has ``shown_on``, ``status_on_day``, ``monitoring_on_day``, ``reviewed_on_day``, ``has_progress`` and
        ``latest_reported_on``, and, in four queries for all rows, ``progress_on_day``, ``changes_on_day``,
        ``wordings_on_day`` (all oldest first) and ``lines`` (its parties).
        """
        received = Q(topic_group__received_on=None) | Q(topic_group__received_on__lte=on)
        made = Q(made_on=None) | Q(made_on__lte=on)
        return (
            self.filter(received, made)
            .annotate(shown_on=Value(on, output_field=models.DateField()))
            .with_status(on=on)
            .with_monitoring(on=on)
            .with_latest_progress(on=on)
            .with_wordings(on=on)
            .select_related("topic_group")
            .prefetch_related(_prefetched("lines", "party_lines", _lines()))
        )

    def for_files(self, *, on: date) -> list[Recommendation]:
        """After ``as_at``, in as many queries: the rows with as much of their parts as files show.

        The parts are plain rows: to make models of them took longer than all else that a file of thousands needs.
        """
        parts: tuple[tuple[str, models.QuerySet[Any], tuple[str, ...]], ...] = (
            ("lines", _lines(), ("printed_as", "is_lead")),
            (
                "progress_on_day",
                related("progress").known_on(on).oldest_first(),
                ("text", "reported_on", "reported_precision"),
            ),
            (
                "changes_on_day",
                related("status_changes").known_on(on).oldest_first(),
                ("reason", "changed_on", "changed_precision"),
            ),
            ("wordings_on_day", related("wordings").known_on(on).oldest_first(), ("title", "explanation")),
        )
        report = {"report_title": F("topic_group__title"), "is_report_draft": F("topic_group__is_draft")}
        listed = list(self.select_related(None).prefetch_related(None).annotate(**report))
        of_these = Q(recommendation__in=[one.pk for one in listed])
        if len(listed) > MOST_NAMED:
            of_these = Q(recommendation__partnership__in={one.partnership_id for one in listed})
        for name, rows, fields in parts:
            found: dict[int, list[Any]] = {}
            for part in rows.filter(of_these).values_list("recommendation", *fields, named=True):
                found.setdefault(part.recommendation, []).append(part)
            for one in listed:
                setattr(one, name, found.get(one.pk, []))
        return listed

    def with_wordings(self, *, on: date) -> Self:
        """``wordings_on_day``, from which what is shown of its words is read; oldest first."""
        return self.prefetch_related(
            _prefetched("wordings_on_day", "wordings", related("wordings").known_on(on).oldest_first())
        )

    def with_monitoring(self, *, on: date) -> Self:
        """``monitoring_on_day``: what a meeting last decided (R-4), on ``decided_on_day``, of the body named
        ``decided_by_on_day``; ``reviewed_on_day``: the latest review by then.
        """
        decisions = related("monitoring_decisions").known_on(on).filter(recommendation=OuterRef("pk"))
        newest = decisions.order_by("-decided_on", "-pk").values("choice")[:1]
        reviews = related("reviews").known_on(on).filter(recommendation=OuterRef("pk"))
        return self.annotate(
            monitoring_on_day=Coalesce(Subquery(newest), Value(""), output_field=models.CharField()),
            decided_on_day=Subquery(decisions.order_by("-decided_on", "-pk").values("decided_on")[:1]),
            decided_by_on_day=Subquery(decisions.order_by("-decided_on", "-pk").values("meeting__body__name")[:1]),
            reviewed_on_day=Subquery(reviews.order_by("-reviewed_on").values("reviewed_on")[:1]),
        )

    def with_status(self, *, on: date) -> Self:
        """The status that held on the day; before its first change a recommendation was not started."""
        changes = related("status_changes").filter(recommendation=OuterRef("pk"))
        newest = changes.known_on(on).order_by(F("changed_on").desc(nulls_last=True), "-recorded_at", "-pk")
        status_without_changes = Case(
            When(Exists(changes), then=Value(RecommendationStatus.NOT_STARTED)), default=F("status")
        )
        return self.annotate(
            status_on_day=Coalesce(
                Subquery(newest.values("to_status")[:1]), status_without_changes, output_field=models.CharField()
            )
        ).prefetch_related(
            _prefetched("changes_on_day", "status_changes", related("status_changes").known_on(on).oldest_first())
        )

    def with_latest_progress(self, *, on: date) -> Self:
        """Progress known on the day, and the date of its newest dated entry, on which lists are sorted."""
        progress = related("progress").known_on(on)
        mine = progress.filter(recommendation=OuterRef("pk"))
        newest = mine.order_by(F("reported_on").desc(nulls_last=True))
        return self.annotate(
            has_progress=Exists(mine), latest_reported_on=Subquery(newest.values("reported_on")[:1])
        ).prefetch_related(_prefetched("progress_on_day", "progress", progress.oldest_first()))

    def monitored(self) -> Self:
        """After ``as_at``: those that no meeting has decided to stop monitoring (R-4)."""
        return self.exclude(monitoring_on_day=MonitoringChoice.STOP)

    def closed(self) -> Self:
        """After ``as_at``: those that a meeting has decided to stop monitoring (R-4)."""
        return self.filter(monitoring_on_day=MonitoringChoice.STOP)

    def open(self) -> Self:
        """After ``as_at``: those of which more progress is expected: monitored, and not settled."""
        return self.monitored().exclude(status_on_day__in=SETTLED_STATUSES)

    def review_due(self, *, on: date) -> Self:
        """After ``as_at``: overdue, or due within the 30 days of the warning, and not recorded (T-7)."""
        known = (Precision.DAY, Precision.MONTH, Precision.YEAR)
        left = self.filter(reviewed_on_day=None, review_precision__in=known)
        return left.filter(review_due_on__lte=on + timedelta(days=REVIEW_WARNING_DAYS)).order_by(
            "review_due_on", *IN_PRINTED_ORDER
        )

    def silent_longest(self) -> Self:
        """After ``as_at``: never any progress, then undated progress, then the oldest; settled last (R-1)."""
        is_settled = Case(
            When(monitoring_on_day=MonitoringChoice.STOP, then=Value(2)),
            When(status_on_day__in=SETTLED_STATUSES, then=Value(1)),
            default=Value(0),
        )
        return self.order_by(
            is_settled,
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
        """Those about which others have recorded something since: see ``news_since``."""
        found = Q()
        for pks in news_since(moment, reader=reader).values():
            found |= Q(pk__in=pks)
        return self.filter(found)

    def total(self) -> Total:
        """After ``as_at``: how many there are, of each status and of what other pages leave out; one query."""
        rows: Any = self.order_by()  # the type checker loses sight of the annotation
        groups = rows.values_list("status_on_day", "monitoring_on_day", "topic_group__is_draft").annotate(Count("pk"))
        return Total.of(
            (status, monitoring == MonitoringChoice.STOP, is_draft, number)
            for status, monitoring, is_draft, number in groups
        )


# Beyond so many, all of a partnership are read sooner than each by its key.
MOST_NAMED = 500
IN_PRINTED_ORDER = (F("topic_group__received_on").desc(nulls_last=True), "topic_group", "number")


def news_since(moment: datetime, *, reader: Reader) -> dict[str, models.QuerySet[Any, int]]:
    """What others have recorded since, as far as the reader may see it: what it is, and on which recommendations."""
    comments = related("comments").visible_to(reader)
    said, answered = Q(made_at__gt=moment), Q(answered_at__gt=moment)
    if not isinstance(reader, AnonymousUser):
        said &= ~Q(made_by=reader)
        answered &= ~Q(answered_by=reader)
    rewordings = _recorded("wordings", moment, reader).filter(number__gt=1)
    found: dict[str, models.QuerySet[Any]] = {
        "new progress": _recorded("progress", moment, reader),
        "status changed": _recorded("status_changes", moment, reader, by="changed_by"),
        "response": _recorded("responses", moment, reader),
        "reviewed": _recorded("reviews", moment, reader),
        "monitoring decided": _recorded("monitoring_decisions", moment, reader),
        "reworded": rewordings,
        "new comment or answer": comments.filter(said | answered),
    }
    return {words: rows.order_by().values_list("recommendation", flat=True) for words, rows in found.items()}


def _recorded(relation: str, moment: datetime, reader: Reader, *, by: str = "recorded_by") -> models.QuerySet[Any]:
    """What others than the reader have recorded since; what nobody in particular did is news too."""
    rows: models.QuerySet[Any] = related(relation).filter(recorded_at__gt=moment)
    return rows if isinstance(reader, AnonymousUser) else rows.exclude(**{by: reader.pk})


def _prefetched(to_attr: str, lookup: str, rows: models.QuerySet[Any]) -> Prefetch[Any]:
    return Prefetch(lookup, queryset=rows, to_attr=to_attr)


def _lines() -> models.QuerySet[Any]:
    lines: models.QuerySet[Any] = related("party_lines")
    return lines.select_related("party").order_by("position")
