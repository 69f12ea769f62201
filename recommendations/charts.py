"""How many recommendations stand where, as a chart; on pages and in papers."""

from collections.abc import Mapping

from core.charts import Part, StackedBar, stacked_bar
from recommendations.choices import RecommendationStatus


def status_chart(counts: Mapping[RecommendationStatus, int]) -> StackedBar:
    """Drawn from ``RecommendationQuerySet.status_counts``."""
    return stacked_bar([Part(label=str(status.label), count=n, tone=status.tone) for status, n in counts.items()])
