"""How many recommendations stand where, as a chart; on pages and in papers."""

from collections.abc import Mapping

from core.charts import Part, StackedBar, stacked_bar
from recommendations.choices import RecommendationStatus, ResponseDecision
from recommendations.rules.rollups import Hearing, ReviewCount


def status_chart(counts: Mapping[RecommendationStatus, int]) -> StackedBar:
    """Drawn from ``RecommendationQuerySet.total``."""
    return stacked_bar([Part(label=str(status.label), count=n, tone=status.tone) for status, n in counts.items()])


def response_chart(counts: Mapping[str, int]) -> StackedBar:
    """By the decision that counts (RU-3), empty for none."""
    decided = [Part(label=str(one.label), count=counts.get(one, 0), tone=one.tone) for one in ResponseDecision]
    return stacked_bar([*decided, Part(label="no response yet", count=counts.get("", 0), tone="grey")])


HEARING = {
    Hearing.FRESH: ("heard of in the last six months", "green"),
    Hearing.SILENT: ("silent for over six months", "amber"),
    Hearing.UNDATED: ("date not known", "grey"),
}


def hearing_chart(counts: Mapping[Hearing, int]) -> StackedBar:
    """Open ones by when they were last heard of (RU-2)."""
    return stacked_bar(
        [Part(label=words, count=counts.get(one, 0), tone=tone) for one, (words, tone) in HEARING.items()]
    )


REVIEWS = {
    ReviewCount.RECORDED: ("recorded", "green"),
    ReviewCount.DUE: ("due later", "blue"),
    ReviewCount.OVERDUE: ("overdue", "red"),
    ReviewCount.NOT_KNOWN: ("due date not known", "grey"),
    ReviewCount.NOT_EXPECTED: ("closed without one", "purple"),
}


def review_chart(counts: Mapping[ReviewCount, int]) -> StackedBar:
    """By where the review after twelve months stands (T-7)."""
    return stacked_bar(
        [Part(label=words, count=counts.get(one, 0), tone=tone) for one, (words, tone) in REVIEWS.items()]
    )
