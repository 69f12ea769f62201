"""Reads of recommendations as at a day: every page, paper, count and download starts here."""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Count, Exists, F, FilteredRelation, Prefetch, Q, Subquery, Value, When
from django.db.models.base import ModelState
from django.db.models.functions import Coalesce, NullIf

from boards.choices import Role
from boards.roles import partnerships_with_role
from core.choices import Precision
from core.rules.dates import ONE_DAY, REVIEW_WARNING_DAYS, ReviewState, bounds_of_ended
from recommendations.choices import (
    NO_DATE,
    NOT_EXPECTED,
    SETTLED_STATUSES,
    MonitoringChoice,
    RecommendationStatus,
    ResponseDecision,
    ReviewCount,
    UpdateAge,
)
from recommendations.models.dated import dated_state, known_rows, newest_decisions, own, owner_lines, related
from recommendations.rules import Total, latest_silent_day
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import Recommendation

    Reader = User | AnonymousUser

# Beyond so many, all of a partnership are read sooner than each by its key.
MOST_NAMED = 500
IN_PRINTED_ORDER = (F("topic_group__received_on").desc(nulls_last=True), "topic_group", "number")
# What files show of a row: its own fields, and what was known of it on the day.
IN_FILES = (
    *("id", "partnership_id", "topic_group_id", "number", "title", "explanation", "status", "status_reason"),
    *("priority", "target_on", "review_due_on", "review_precision"),
    *("status_on_day", "monitoring_on_day", "decided_on_day", "reviewed_on_day"),
)
REVIEW_STATES = (*(state.value for state in ReviewState), NO_DATE)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Reader) -> Self:
        """Recommendations and their progress are public, once the report is."""
        return self.filter(report_readable_by(user, "topic_group__"))

    def in_preparation(self) -> Self:
        """Those of reports that are not public yet."""
        return self.filter(topic_group__is_draft=True)

    # As at a day

    def known_by(self, on: date) -> Self:
        """Those that had been made by the day, as far as is known (R-3)."""
        received = Q(topic_group__received_on=None) | Q(topic_group__received_on__lte=on)
        return self.filter(received, Q(made_on=None) | Q(made_on__lte=on))

    def as_at(self, on: date) -> Self:
        """Every list, count, chart, paper and download of recommendations: what was known on the day (R-3).

        Each row has ``shown_on``, ``status_on_day``, ``monitoring_on_day`` (what a meeting last decided, R-4, on
        ``decided_on_day``, of the body named ``decided_by_on_day``), ``reviewed_on_day``, ``has_progress`` and
        ``latest_reported_on``, and, in four queries for all rows, ``progress_on_day``, ``changes_on_day``,
        ``wordings_on_day`` (all oldest first) and ``lines`` (its owners).

        Where nothing has happened since, the state that is kept of a recommendation is what was known
        (``RecommendationState``); else it is read from the events.
        """
        dated = dated_state(on)
        progress = known_rows("progress", on).select_related("told_by")
        return (
            self.known_by(on)
            .with_kept(on=on)
            .annotate(
                shown_on=Value(on, output_field=models.DateField()),
                status_on_day=_status_on_day(dated["status"]),
                monitoring_on_day=_kept_or("monitoring", dated["monitoring"]),
                decided_on_day=_kept_or("decided_on", dated["decided_on"]),
                decided_by_on_day=Case(
                    When(Q(kept__isnull=False) & Q(kept__monitoring=""), then=Value(None)),
                    default=Subquery(newest_decisions(on).values("meeting__body__name")[:1]),
                    output_field=models.CharField(null=True),
                ),
                reviewed_on_day=_kept_or("reviewed_on", dated["reviewed_on"]),
                has_progress=_kept_or("has_progress", dated["has_progress"]),
                latest_reported_on=_kept_or("reported_on", dated["reported_on"]),
            )
            .with_wordings(on=on)
            .select_related("topic_group")
            .prefetch_related(
                _known("status_changes", "changes_on_day", on),
                Prefetch("progress", progress, "progress_on_day"),
                Prefetch("owner_lines", owner_lines(), "lines"),
            )
        )

    def with_kept(self, *, on: date) -> Self:
        """Join the state that is kept of those to which nothing has happened since the day."""
        return self.alias(kept=FilteredRelation("state", condition=Q(state__known_from__lte=on)))

    def with_wordings(self, *, on: date) -> Self:
        """``wordings_on_day``, from which what is shown of its words is read; oldest first."""
        return self.prefetch_related(_known("wordings", "wordings_on_day", on))

    def for_files(self, *, on: date) -> Iterator[Recommendation]:
        """After ``as_at``, in five queries: the rows one by one, with as much of them and their parts as files show.

        Until its turn each is a tuple, which Python's collector of garbage passes over: on thousands of models
        it spends as long as a file needs for all else.
        """
        parts = {
            name: (namedtuple(name, ("recommendation", *fields)), rows.values_list("recommendation", *fields))
            for name, rows, fields in (
                ("lines", owner_lines(), ("printed_as", "is_lead")),
                ("progress_on_day", known_rows("progress", on), ("text", "reported_on", "reported_precision")),
                ("changes_on_day", known_rows("status_changes", on), ("reason", "changed_on", "changed_precision")),
                ("wordings_on_day", known_rows("wordings", on), ("title", "explanation")),
            )
        }
        report = {"report_title": F("topic_group__title"), "is_report_draft": F("topic_group__is_draft")}
        names = (*IN_FILES, *report, *({"response_on_day"} & set(self.query.annotations)))
        listed = list(self.select_related(None).prefetch_related(None).annotate(**report).values_list(*names))
        of_these = Q(recommendation__in=[row[0] for row in listed])
        if len(listed) > MOST_NAMED:
            of_these = Q(recommendation__partnership__in={row[1] for row in listed})
        found: dict[str, dict[int, list[tuple[Any, ...]]]] = {name: defaultdict(list) for name in parts}
        for name, (_, rows) in parts.items():
            for part in rows.filter(of_these):
                found[name][part[0]].append(part)

        def in_turn() -> Iterator[Recommendation]:
            for row in listed:
                one = _loaded(self.model, self.db, names, row)
                one.shown_on = on
                for name, (named, _) in parts.items():
                    setattr(one, name, [named(*part) for part in found[name].get(one.pk, ())])
                yield one

        return in_turn()

    # All that follows comes after ``as_at``

    def monitored(self) -> Self:
        """Those that no meeting has decided to stop monitoring (R-4)."""
        return self.exclude(monitoring_on_day=MonitoringChoice.STOP)

    def closed(self) -> Self:
        """Those that a meeting has decided to stop monitoring (R-4)."""
        return self.filter(monitoring_on_day=MonitoringChoice.STOP)

    def open(self) -> Self:
        """Those of which more progress is expected: monitored, and not settled."""
        return self.monitored().exclude(status_on_day__in=SETTLED_STATUSES)

    def to_close(self) -> Self:
        """Settled, and still monitored: a meeting may decide to stop (R-4)."""
        return self.monitored().filter(status_on_day__in=SETTLED_STATUSES)

    def superseded_by_one(self, recommendation: Recommendation, *, on: date) -> Self:
        """In whose place the recommendation stood on the day: their latest change of status names it (R-5)."""
        named = self.filter(status_on_day=RecommendationStatus.SUPERSEDED, status_changes__superseded_by=recommendation)
        newest = own("status_changes").known_on(on).newest_first().values("superseded_by")[:1]
        return named.alias(successor_on_day=Subquery(newest)).filter(successor_on_day=recommendation.pk).distinct()

    def with_since(self, *, on: date) -> Self:
        """Since when the status of the day holds, and how precisely that is known."""
        dated = dated_state(on)
        return self.annotate(
            status_since=_kept_or("changed_on", dated["changed_on"]),
            status_since_precision=_kept_or("changed_precision", dated["changed_precision"]),
        )

    def with_title(self, *, on: date) -> Self:
        """``title_on_day``: as ``title_shown``, where nothing else of the wordings is shown."""
        newest = own("wordings").known_on(on).order_by("-number").values("title")[:1]
        return self.annotate(title_on_day=Coalesce(Subquery(newest), F("title")))

    def with_latest_precision(self, *, on: date) -> Self:
        """``latest_precision``: how precisely the date of the newest entry of progress is known."""
        return self.annotate(latest_precision=_kept_or("reported_precision", dated_state(on)["reported_precision"]))

    def with_latest_news(self, *, on: date) -> Self:
        """Those with progress: ``latest_text`` of its newest entry, and ``latest_precision`` of the date of that."""
        newest = own("progress").known_on(on).newest_first().values("text")[:1]
        return self.filter(has_progress=True).with_latest_precision(on=on).annotate(latest_text=Subquery(newest))

    def with_response(self, *, on: date) -> Self:
        """``response_on_day``: the decision that counts (RU-3), empty without one; after ``with_kept``."""
        return self.annotate(response_on_day=_kept_or("response", dated_state(on)["response"]))

    def responded(self, decision: str, *, on: date) -> Self:
        """Those of that response; “none” are those without."""
        wanted = decision if decision in ResponseDecision.values else ""
        return self.with_response(on=on).filter(response_on_day=wanted)

    def with_update_age(self, *, on: date) -> Self:
        """``update_age``: how old the latest update is; without any, what was asked (RU-2)."""
        last = latest_silent_day(on)
        asked = Case(
            When(made_on__lte=last, then=Value(UpdateAge.STALE)),
            When(made_on__isnull=False, then=Value(UpdateAge.RECENT)),
            default=_age("topic_group__received_on", "topic_group__received_precision", last),
        )
        newest = own("progress").known_on(on).newest_first()
        told = newest.annotate(age=_age("reported_on", "reported_precision", last)).values("age")[:1]
        age = Case(
            When(kept__isnull=True, then=Coalesce(Subquery(told), asked, output_field=models.CharField())),
            When(kept__has_progress=True, then=_age("kept__reported_on", "kept__reported_precision", last)),
            default=asked,
            output_field=models.CharField(),
        )
        return self.annotate(update_age=age)

    def updated(self, age: str, *, on: date) -> Self:
        """Open ones whose latest update is of that age (RU-2)."""
        return self.open().with_update_age(on=on).filter(update_age=age)

    def with_review_state(self, *, on: date) -> Self:
        """``review_state_on_day`` (T-7): a ``ReviewState``; ``NO_DATE`` where nobody can say when it is due;
        ``NOT_EXPECTED`` of what is closed without a review.
        """
        soon = on + timedelta(days=REVIEW_WARNING_DAYS)
        states = (
            (Q(reviewed_on_day__isnull=False), ReviewState.DONE.value),
            (Q(monitoring_on_day=MonitoringChoice.STOP), NOT_EXPECTED),
            (Q(review_due_on=None) | Q(review_precision=Precision.UNKNOWN), NO_DATE),
            (_ended("review_due_on", "review_precision", on - ONE_DAY), ReviewState.OVERDUE.value),
            (Q(review_due_on__lte=soon), ReviewState.DUE_SOON.value),
        )
        found = [When(condition, then=Value(state)) for condition, state in states]
        not_due = Value(ReviewState.NOT_DUE.value)
        return self.annotate(review_state_on_day=Case(*found, default=not_due, output_field=models.CharField()))

    def in_review_state(self, *states: str) -> Self:
        """After ``with_review_state``."""
        return self.filter(review_state_on_day__in=states)

    def review_due(self, *, on: date) -> Self:
        """Overdue, or due within the 30 days of the warning, the oldest first (T-7)."""
        pressing = (ReviewState.OVERDUE.value, ReviewState.DUE_SOON.value)
        found = self.with_review_state(on=on).in_review_state(*pressing)
        return found.order_by("review_due_on", *IN_PRINTED_ORDER)

    def review_counted(self, counted: str, *, on: date) -> Self:
        """Those whose review is counted as that, a value of ``ReviewCount`` (RU-4)."""
        return self.with_review_state(on=on).in_review_state(*ReviewCount(counted).states)

    def of_review_list(self, *, on: date) -> Self:
        """Whose review is done or still to come, by date."""
        expected = self.with_review_state(on=on).exclude(review_state_on_day=NOT_EXPECTED)
        return expected.order_by(F("review_due_on").asc(nulls_last=True), "topic_group", "number")

    def review_counts(self) -> dict[str, int]:
        """After ``of_review_list``: how many of each state, those of none included."""
        rows: Any = self.order_by()  # the type checker loses sight of the annotation
        found = dict(rows.values_list("review_state_on_day").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in REVIEW_STATES}

    def silent_longest(self) -> Self:
        """Never any progress, then undated progress, then the oldest; settled last (R-1)."""
        is_settled = Case(
            When(monitoring_on_day=MonitoringChoice.STOP, then=Value(2)),
            When(status_on_day__in=SETTLED_STATUSES, then=Value(1)),
            default=Value(0),
        )
        oldest_first = F("latest_reported_on").asc(nulls_first=True)
        return self.order_by(is_settled, F("has_progress").asc(), oldest_first, *IN_PRINTED_ORDER)

    def newest_progress_first(self) -> Self:
        return self.order_by(F("latest_reported_on").desc(nulls_last=True), *IN_PRINTED_ORDER)

    def by_status(self) -> Self:
        """In the order in which the statuses are listed."""
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
        """How many there are, of each status and of what other pages leave out; one query."""
        return Total.of(read_groups(self.groups()))

    def groups(self) -> models.QuerySet[Recommendation, Any]:
        """How many there are, by status, by what was decided of monitoring, and by whether the report is public."""
        rows: Any = self.order_by()  # the type checker loses sight of the annotation
        found: models.QuerySet[Recommendation, Any] = rows.values_list(
            "status_on_day", "monitoring_on_day", "topic_group__is_draft"
        ).annotate(Count("pk"))
        return found


def _loaded(model: type[Recommendation], using: str, names: Sequence[str], values: Sequence[Any]) -> Recommendation:
    """As ``Model.from_db``, which for thousands takes longer than the database. A field left out is read when asked."""
    one = model.__new__(model)
    one.__dict__.update(zip(names, values, strict=True))
    one._state = ModelState()
    one._state.db, one._state.adding = using, False
    return one


def read_groups(groups: Iterable[tuple[str, str, bool, int]]) -> list[tuple[str, bool, bool, int]]:
    """As ``Total`` takes them: status, whether closed, whether of a report in preparation, how many."""
    return [
        (status, monitoring == MonitoringChoice.STOP, is_draft, number)
        for status, monitoring, is_draft, number in groups
    ]


def members_of(user: Reader) -> Q:
    """Members of the partnership of a ``recommendation``, as far as they may read the report that it belongs to."""
    is_member = Q(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))
    return is_member & report_readable_by(user, "recommendation__topic_group__")


def news_since(moment: datetime, *, reader: Reader) -> dict[str, models.QuerySet[Any, int]]:
    """What others have recorded since, as far as the reader may see it: what it is, and on which recommendations."""
    asked, answered = Q(made_at__gt=moment), Q(answered_at__gt=moment)
    if not isinstance(reader, AnonymousUser):
        asked &= ~Q(made_by=reader)
        answered &= ~Q(answered_by=reader)

    def recorded(relation: str) -> models.QuerySet[Any]:
        """What nobody in particular recorded is news, too."""
        rows: models.QuerySet[Any] = related(relation).filter(recorded_at__gt=moment)
        return rows if isinstance(reader, AnonymousUser) else rows.exclude(recorded_by=reader.pk)

    found: dict[str, models.QuerySet[Any]] = {
        "new progress": recorded("progress"),
        "status changed": recorded("status_changes"),
        "response": recorded("responses"),
        "reviewed": recorded("reviews"),
        "monitoring decided": recorded("monitoring_decisions"),
        "reworded": recorded("wordings").filter(number__gt=1),
        "new comment or answer": related("comments").visible_to(reader).filter(asked | answered),
    }
    return {words: rows.order_by().values_list("recommendation", flat=True) for words, rows in found.items()}


# The state as at a day: after ``kept`` has been joined


def _kept_or(name: str, dated: Any) -> Case:
    """A field of the state that is kept, as far as it was known on the day; else what the events say."""
    return Case(When(kept__isnull=True, then=dated), default=F(f"kept__{name}"))


def _status_on_day(dated: Any) -> Coalesce:
    """The status that held on the day. Before its first change a recommendation was not started."""
    never_changed = Q(kept__isnull=False) | ~Exists(own("status_changes"))
    return Coalesce(
        NullIf(_kept_or("status", dated), Value("")),
        Case(When(never_changed, then=F("status")), default=Value(RecommendationStatus.NOT_STARTED)),
        output_field=models.CharField(),
    )


def _known(relation: str, to_attr: str, on: date) -> Prefetch[Any]:
    return Prefetch(relation, queryset=known_rows(relation, on), to_attr=to_attr)


# Dates of known precision, as conditions


def _ended(field: str, precision: str, by: date) -> Q:
    """Where the date, with the month or year that it stands for, ended by the day (T-4)."""
    found = Q()
    for known, bound in bounds_of_ended(by).items():
        found |= Q(**{precision: known, f"{field}__lt": bound})
    return found


def _age(field: str, precision: str, last: date) -> Case:
    """How old news of the date is (RU-2), if it is known to the day, month or year."""
    is_dated = Q(**{f"{field}__isnull": False}) & ~Q(**{precision: Precision.UNKNOWN})
    return Case(
        When(_ended(field, precision, last), then=Value(UpdateAge.STALE)),
        When(is_dated, then=Value(UpdateAge.RECENT)),
        default=Value(UpdateAge.UNDATED),
        output_field=models.CharField(),
    )
