"""How many recommendations stand where, as a chart; on pages and in papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.charts import Part, StackedBar, stacked_bar
from recommendations.choices import RecommendationStatus, ResponseDecision, ReviewCount, UpdateAge


def _parts(choices: Any, counts: Mapping[Any, int]) -> list[Part]:
    return [Part(label=str(one.label), count=counts.get(one, 0), tone=one.tone) for one in choices]


def status_chart(counts: Mapping[RecommendationStatus, int]) -> StackedBar:
    """Drawn from ``RecommendationQuerySet.total``."""
    return stacked_bar(_parts(counts, counts))


def response_chart(counts: Mapping[str, int]) -> StackedBar:
    """By the decision that counts (RU-3), empty for none."""
    nothing = Part(label="no response yet", count=counts.get("", 0), tone="grey")
    return stacked_bar([*_parts(ResponseDecision, counts), nothing])


def update_chart(counts: Mapping[str, int]) -> StackedBar:
    """Open ones by when they were last heard of (RU-2)."""
    return stacked_bar(_parts(UpdateAge, counts))


def review_chart(counts: Mapping[str, int]) -> StackedBar:
    """By where the review after twelve months stands (T-7)."""
    return stacked_bar(_parts(ReviewCount, counts))
