"""The figures of some recommendations as at a day; each number carries the filters of the list that shows its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet

from core.charts import StackedBar
from core.choices import Precision
from core.rules.shares import per_cent
from recommendations.charts import response_chart, review_chart, status_chart, update_chart
from recommendations.choices import (
    SETTLED_STATUSES,
    MonitoringChoice,
    RecommendationStatus,
    ResponseDecision,
    ReviewCount,
    UpdateAge,
)
from recommendations.rules import Span, median_span, time_to_implement

if TYPE_CHECKING:
    from recommendations.models import Recommendation, RecommendationQuerySet

K = TypeVar("K", bound=Hashable)

# The list's word for closed ones too: see ``recommendations.filters``.
ALL = "all"


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """What is added up of a recommendation; ``update_age`` is None for one that nobody is asked about any more.

    Recommendations of a report that are alike in all of it share one, so that thousands are counted by a few.
    """

    topic_group: int
    status: RecommendationStatus
    is_closed: bool
    response: str
    update_age: UpdateAge | None
    review: ReviewCount
    span: Span | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its words; ``query`` is the list's address for its rows."""

    label: str
    number: int
    query: str


@dataclass(frozen=True)
class Rollup:
    """The figures of some recommendations, of which ``facts`` counts how many are alike; ``filters`` are those by
    which the list shows them.
    """

    name: str
    note: str
    facts: Counter[Fact]
    filters: tuple[tuple[str, str], ...]
    topic_group: int | None = None

    @property
    def of_words(self) -> str:
        return f"of {self.name}"

    @cached_property
    def number(self) -> Count:
        return self._count("All", self.facts.total())

    @cached_property
    def statuses(self) -> list[Count]:
        found = self._by(lambda fact: fact.status)
        return self._some((status.label, found[status], {"status": status.value}) for status in RecommendationStatus)

    @cached_property
    def closed(self) -> Count:
        return self._count("closed", self._number(lambda fact: fact.is_closed), standing="closed")

    @cached_property
    def open(self) -> Count:
        return self._count("open", self._number(lambda fact: fact.update_age is not None), standing="open")

    @cached_property
    def ready_to_close(self) -> int:
        """Settled, and no meeting has closed them yet."""
        return self.number.number - self.open.number - self.closed.number

    @cached_property
    def responses(self) -> list[Count]:
        found = self._by(lambda fact: fact.response)
        decided = [(one.label, found[one], {"response": one.value}) for one in ResponseDecision]
        return self._some([*decided, ("no response yet", found[""], {"response": "none"})])

    @cached_property
    def silent(self) -> Count:
        """RU-2: open ones of which nothing has been heard for over six months."""
        return self._count("silent", self._of_age(UpdateAge.STALE), heard=UpdateAge.STALE.value)

    @cached_property
    def undated(self) -> Count:
        """RU-2: open ones of which that cannot be told."""
        return self._count("date not known", self._of_age(UpdateAge.UNDATED), heard=UpdateAge.UNDATED.value)

    @cached_property
    def silent_share(self) -> int | None:
        """RU-2: per cent of the open ones."""
        return per_cent(self.silent.number, self.open.number)

    @cached_property
    def reviews(self) -> list[Count]:
        found = self._by(lambda fact: fact.review)
        return self._some((one.label, found[one], {"review": one.value}) for one in ReviewCount)

    @cached_property
    def implemented(self) -> Count:
        number = self._number(lambda fact: fact.status is RecommendationStatus.IMPLEMENTED)
        return self._count("implemented", number, status=RecommendationStatus.IMPLEMENTED.value)

    @cached_property
    def spans(self) -> list[Span]:
        return [fact.span for fact in self.facts.elements() if fact.span is not None]

    @cached_property
    def time_words(self) -> str:
        """RU-1: the median, in words; empty where there is none."""
        median = median_span(self.spans)
        return median.words if median else ""

    @cached_property
    def time_note(self) -> str:
        """Of how many it is the median, and of how many no date is known."""
        if not self.implemented.number:
            return "None implemented"
        dated, undated = len(self.spans), self.implemented.number - len(self.spans)
        if not dated:
            return "Implemented, date not known"
        return f"Median of {dated}" + (f"; date not known of {undated}" if undated else "")

    @cached_property
    def chart(self) -> StackedBar:
        found = self._by(lambda fact: fact.status)
        return status_chart({status: found[status] for status in RecommendationStatus})

    @cached_property
    def response_chart(self) -> StackedBar:
        return response_chart(self._by(lambda fact: fact.response))

    @cached_property
    def update_chart(self) -> StackedBar:
        found = self._by(lambda fact: fact.update_age)
        return update_chart({age: found[age] for age in UpdateAge})

    @cached_property
    def review_chart(self) -> StackedBar:
        return review_chart(self._by(lambda fact: fact.review))

    def _of_age(self, age: UpdateAge) -> int:
        return self._number(lambda fact: fact.update_age is age)

    def _number(self, is_counted: Callable[[Fact], bool]) -> int:
        return sum(number for fact, number in self.facts.items() if is_counted(fact))

    def _by(self, key: Callable[[Fact], K]) -> Counter[K]:
        found = Counter[K]()
        for fact, number in self.facts.items():
            found[key(fact)] += number
        return found

    def _count(self, label: str, number: int, **more: str) -> Count:
        # The list leaves closed ones out unless it is told otherwise; the figures count them.
        asked = {"standing": ALL, **dict(self.filters), **more}
        return Count(label, number, _query(tuple(asked.items())))

    def _some(self, parts: Iterable[tuple[str, int, dict[str, str]]]) -> list[Count]:
        return [self._count(label, number, **more) for label, number, more in parts if number]


@lru_cache(maxsize=1000)
def _query(asked: tuple[tuple[str, str], ...]) -> str:
    return f"?{urlencode(asked)}"


FIELDS = (
    *("pk", "topic_group", "status_on_day", "monitoring_on_day", "response_on_day", "update_age"),
    *("review_state_on_day", "status_since", "status_since_precision"),
    *("made_on", "topic_group__received_on", "topic_group__received_precision"),
)


def with_facts(rows: RecommendationQuerySet, *, on: date) -> QuerySet[Recommendation, Any]:
    """What was known of them on the day: for ``facts_of``."""
    read = rows.as_at(on).with_response(on=on).with_since(on=on).with_update_age(on=on).with_review_state(on=on)
    return read.order_by().values_list(*FIELDS)


def facts_of(rows: QuerySet[Recommendation, Any]) -> dict[int, Fact]:
    """By primary key, after ``with_facts``, in one query."""
    alike: dict[tuple[Any, ...], Fact] = {}
    found = {}
    for row in rows:
        values = row[1:]
        if (fact := alike.get(values)) is None:
            fact = alike[values] = _fact(dict(zip(FIELDS[1:], values, strict=True)))
        found[row[0]] = fact
    return found


def _fact(row: dict[str, Any]) -> Fact:
    status = RecommendationStatus(row["status_on_day"])
    is_closed = row["monitoring_on_day"] == MonitoringChoice.STOP
    asked_on, asked_precision = row["topic_group__received_on"], row["topic_group__received_precision"]
    if row["made_on"]:
        asked_on, asked_precision = row["made_on"], Precision.DAY
    is_done = status is RecommendationStatus.IMPLEMENTED
    since, since_precision = row["status_since"], row["status_since_precision"] or Precision.UNKNOWN
    return Fact(
        topic_group=row["topic_group"],
        status=status,
        is_closed=is_closed,
        response=row["response_on_day"],
        update_age=None if is_closed or status in SETTLED_STATUSES else UpdateAge(row["update_age"]),
        review=ReviewCount.of(row["review_state_on_day"]),
        span=time_to_implement(asked_on, asked_precision, since, since_precision) if is_done else None,
    )
