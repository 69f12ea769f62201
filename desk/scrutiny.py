"""What scrutiny asks of the officer today: part of the one dated reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Min

from monitoring.models import FollowUp
from monitoring.services.reviews import reviews_due
from progress.models import StatusProposal
from progress.services.request_reading import coming_meetings, waiting_requests
from recommendations.models import Recommendation
from recommendations.services.responses import ReportDue, responses_due
from scrutiny.models import ReportParagraph

if TYPE_CHECKING:
    from boards.models import Partnership
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
    """``reviews`` are the first of ``reviews_due``; ``requests_late`` had to be answered by the day."""

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
    """Seven queries, however much waits, and four more while the executive's clock runs."""
    proposals = StatusProposal.objects.visible_to(reader).waiting()
    requests = waiting_requests(on=on).visible_to(reader)
    reviews = reviews_due(partnership, on).visible_to(reader)
    return ScrutinyDay(
        proposals=proposals.filter(recommendation__partnership=partnership).count(),
        requests_late=requests.filter(
            recommendation__partnership=partnership,
            meeting__in=coming_meetings(on=on).order_by().values("pk"),
            answer_by__lte=on,
        ).count(),
        follow_ups=_follow_ups(partnership, reader=reader),
        # A line says no more than the title and when.
        reviews=tuple(reviews.prefetch_related(None)[:SHOWN]),
        reviews_due=reviews.count(),
        responses=tuple(responses_due(partnership, on)),
        unaccounted=_unaccounted(partnership, reader=reader),
    )


def _follow_ups(partnership: Partnership, *, reader: User) -> tuple[AtRecommendation, ...]:
    rows = (
        FollowUp.objects.visible_to(reader)
        .requested()
        .filter(recommendation__partnership=partnership)
        .order_by()
        .values_list("recommendation", "recommendation__number", "recommendation__title")
        .annotate(Count("pk"), first=Min("asked_at"))
        .order_by("first")
    )
    return tuple(
        AtRecommendation(count, f"recommendation {number}, {title}", pk) for pk, number, title, count, _ in rows
    )


def _unaccounted(partnership: Partnership, *, reader: User) -> tuple[Unaccounted, ...]:
    rows = (
        ReportParagraph.objects.visible_to(reader)
        .unaccounted()
        .filter(topic_group__partnership=partnership)
        .order_by()
        .values_list("topic_group", "topic_group__title")
        .annotate(Count("pk"))
        .order_by("topic_group__title")
    )
    return tuple(Unaccounted(count, title, pk) for pk, title, count in rows)
