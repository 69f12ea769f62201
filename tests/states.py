"""What is kept of recommendations, beside what their events say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core.prepared import prepared
from recommendations.models import Recommendation, RecommendationState
from recommendations.models.state import read_states

READ = (
    *("pk", "status_on_day", "status_since", "status_since_precision", "monitoring_on_day", "decided_on_day"),
    *("decided_by_on_day", "reviewed_on_day", "has_progress", "latest_reported_on", "latest_precision"),
    *("response_on_day", "update_age", "review_state_on_day"),
)


def wrong_states() -> list[RecommendationState]:
    """Those of which something else is kept than their events say."""
    kept = RecommendationState.objects.in_bulk()
    return [kept[state.pk] for state in read_states(tuple(kept)) if state.kept != kept[state.pk].kept]


def read_on(day: date) -> list[dict[str, Any]]:
    """All that pages read of the state on the day."""
    return list(_state_on(day))


@prepared()
def _state_on(day: date) -> Any:
    known = Recommendation.objects.as_at(day).with_since(on=day).with_latest_precision(on=day).with_response(on=day)
    return known.with_update_age(on=day).with_review_state(on=day).order_by("pk").values(*READ)


def read_from_events(day: date) -> list[dict[str, Any]]:
    """The same, as if nothing were kept."""
    with transaction.atomic():
        RecommendationState.objects.all().delete()
        found = read_on(day)
        transaction.set_rollback(True)
    return found
