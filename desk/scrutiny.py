"""What scrutiny asks of the officer today: part of the one dated reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, QuerySet, Window

from boards.models import Partnership
from boards.prepared import prepared
from core.querysets import number_of
from monitoring.models import FollowUp
from progress.models import StatusProposal
from progress.services.request_reading import coming_meetings, waiting_requests
from recommendations.models import Recommendation
from recommendations.services.responses import ReportDue, responses_due
from scrutiny.models import ReportParagraph

if TYPE_CHECKING:
    from core.models import User

SHOWN = 5


@dataclass(frozen=True)
class AtRecommendation:
    """Requests for follow-up of one recommendation that wait for a decision."""

    count: int
    name: str
    pk: int


@dataclass(frozen=True)
class Unaccounted:
    """Paragraphs of a report that recommend something which no recommendation carries (SC-2)."""

    count: int
    report: str
    pk: int


@dataclass(frozen=True)
class ScrutinyDay:
    """``reviews`` are the first of those that are due; ``requests_late`` had to be answered by the day."""

    proposals: int
    requests_late: int
    follow_ups: tuple[AtRecommendation, ...]
    reviews: tuple[Recommendation, ...]
    reviews_due: int
    responses: tuple[ReportDue, ...]
    unaccounted: tuple[Unaccounted, ...]

    @property
    def is_anything_waiting(self) -> bool:
        return bool(self.proposals or self.requests_late or self.follow_ups or self.unaccounted)


def scrutiny_of(partnership: Partnership, *, reader: User, on: date) -> ScrutinyDay:
    """Five queries, however much waits, and four more while the executive's clock runs."""
    ((proposals, requests_late),) = _numbers(partnership.pk, reader, on)
    reviews = list(_reviews(partnership.pk, reader, on))
    return ScrutinyDay(
        proposals=proposals,
        requests_late=requests_late,
        follow_ups=tuple(
            AtRecommendation(count, f"recommendation {number}, {title}", pk)
            for pk, number, title, count, _ in _follow_ups(partnership.pk, reader)
        ),
        reviews=tuple(reviews),
        reviews_due=reviews[0].number_due if reviews else 0,
        responses=tuple(responses_due(partnership, on)),
        unaccounted=tuple(Unaccounted(count, title, pk) for pk, title, count in _unaccounted(partnership.pk, reader)),
    )


@prepared("partnership")
def _numbers(partnership: int, reader: User, on: date) -> QuerySet[Partnership, Any]:
    """Proposals that wait, and requests that had to be answered by the day."""
    proposals = StatusProposal.objects.visible_to(reader).waiting().filter(recommendation__partnership=partnership)
    requests = waiting_requests(on=on).visible_to(reader).filter(recommendation__partnership=partnership)
    before = coming_meetings(on=on).order_by().values("pk")
    late = requests.filter(meeting__in=before, answer_by__lte=on)
    return Partnership.objects.filter(pk=partnership).values_list(number_of(proposals), number_of(late))


@prepared("partnership")
def _reviews(partnership: int, reader: User, on: date) -> QuerySet[Any]:
    """The first that are due, each with ``number_due``, how many there are; a line says only the title and when."""
    due = Recommendation.objects.visible_to(reader).filter(partnership=partnership).as_at(on).review_due(on=on)
    return due.prefetch_related(None).annotate(number_due=Window(Count("pk")))[:SHOWN]


@prepared("partnership")
def _follow_ups(partnership: int, reader: User) -> QuerySet[FollowUp, Any]:
    return (
        FollowUp.objects.visible_to(reader)
        .requested()
        .filter(recommendation__partnership=partnership)
        .order_by()
        .values_list("recommendation", "recommendation__number", "recommendation__title")
        .annotate(Count("pk"), first=Min("asked_at"))
        .order_by("first")
    )


@prepared("partnership")
def _unaccounted(partnership: int, reader: User) -> QuerySet[ReportParagraph, Any]:
    return (
        ReportParagraph.objects.visible_to(reader)
        .unaccounted()
        .filter(topic_group__partnership=partnership)
        .order_by()
        .values_list("topic_group", "topic_group__title")
        .annotate(Count("pk"))
        .order_by("topic_group__title")
    )
