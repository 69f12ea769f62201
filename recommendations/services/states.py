"""The state kept of each recommendation, compared with what its events say: a fault is mended, and told."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from recommendations.models import Recommendation, RecommendationState
from recommendations.models.state import AT_A_TIME, lock_recommendations, read_states, save_states

logger = logging.getLogger(__name__)

CHECKING = "check-states"
MINUTES_A_DAY = 24 * 60


def check_states(recommendations: Iterable[int]) -> list[int]:
    """Returns those of which something else was kept than their events say; it is mended.

    One of which nothing was kept yet, as nothing has happened to it, is no fault.
    """
    keys, wrong = sorted(recommendations), list[int]()
    for start in range(0, len(keys), AT_A_TIME):
        with transaction.atomic():
            states = read_states(lock_recommendations(keys[start : start + AT_A_TIME]))
            kept = RecommendationState.objects.in_bulk([state.pk for state in states])
            to_save = [state for state in states if state.pk not in kept or state.kept != kept[state.pk].kept]
            save_states(to_save)
        wrong += [state.pk for state in to_save if state.pk in kept]
    for key in wrong:
        logger.error("The state kept of recommendation %s was not what its events say; it is now", key)
    return wrong


def check_states_of_the_minute(*, at: datetime) -> int:
    """In each minute of the day those whose turn it is, so that each is looked at once a day; how many were wrong."""
    turn = Recommendation.objects.order_by().alias(turn=F("pk") % MINUTES_A_DAY).filter(turn=at.hour * 60 + at.minute)
    return len(check_states(turn.values_list("pk", flat=True)))
