"""Progress on many recommendations is written down at once, from a grid or a file: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from boards.models import Partnership
from core.acts import act
from core.models import User
from core.signed_plans import Moved, Plans
from progress.models import ProgressUpdate
from progress.services.updates import add_progress
from recommendations.choices import RecommendationStatus
from recommendations.models import Recommendation

# As much as one press of a button does without letting somebody wait.
MOST_UPDATES = 200


@dataclass(frozen=True)
class NewProgress:
    """One claim; ``seen`` is the latest progress (primary key) of the recommendation when it was shown, else 0."""

    recommendation: int
    seen: int
    text: str
    status: str
    reported_on: date
    reported_by: str

    @property
    def status_label(self) -> str:
        return str(RecommendationStatus(self.status).label)

    @property
    def tone(self) -> str:
        return RecommendationStatus(self.status).tone

    @property
    def identity(self) -> tuple[int, str, date]:
        """By what it is known again: the same words of the same day say nothing new."""
        return self.recommendation, self.text, self.reported_on


PLANS = Plans(NewProgress, purpose="progress-added")


def latest_of(recommendations: Iterable[int]) -> dict[int, int]:
    """Recommendation to its latest progress, by primary keys; it differs as soon as anybody has reported."""
    rows = ProgressUpdate.objects.filter(recommendation__in=list(recommendations)).order_by()
    return dict(rows.values_list("recommendation").annotate(latest=Max("pk")))


@act()
def add_many(*, partnership: Partnership, updates: Iterable[NewProgress], by: User, at: datetime) -> int:
    """Write down what is new of it, and return how much that was. Raises ``Moved``; then nothing is written.

    What is on record already, as after a button pressed twice, is passed over.
    """
    wanted = list(updates)
    locked = {
        one.pk: one
        for one in Recommendation.objects.select_for_update(of=("self",), no_key=True)
        .filter(partnership=partnership, pk__in=[one.recommendation for one in wanted])
        .order_by("pk")
    }
    known = ProgressUpdate.objects.filter(recommendation__in=locked)
    reported = set(known.values_list("recommendation", "text", "reported_on"))
    pending = [one for one in wanted if one.recommendation in locked and one.identity not in reported]
    latest = latest_of(locked)
    if moved := [one.recommendation for one in pending if latest.get(one.recommendation, 0) != one.seen]:
        raise Moved(moved)
    for one in pending:
        add_progress(
            recommendation=locked[one.recommendation],
            text=one.text,
            status=one.status,
            reported_on=one.reported_on,
            reported_by=one.reported_by,
            by=by,
            at=at,
        )
    return len(pending)
