"""What follows from the facts of a topic group."""

from __future__ import annotations

from core.choices import Precision
from core.rules.dates import review_due_on
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup


def set_review_dates(group: TopicGroup) -> int:
    """T-7: twelve months after the report was received; returns how many changed.

    What has been reviewed keeps its day, and so does what was made later than the report.
    """
    due_on = review_due_on(group.received_on) if group.received_on else None
    precision = group.received_precision if due_on else Precision.UNKNOWN
    open_ones = Recommendation.objects.filter(topic_group=group, reviews=None, made_on=None)
    changed = 0
    for recommendation in open_ones.select_for_update(of=("self",), no_key=True):
        if (recommendation.review_due_on, recommendation.review_precision) == (due_on, precision):
            continue
        recommendation.review_due_on, recommendation.review_precision = due_on, precision
        recommendation.save(update_fields=["review_due_on", "review_precision"])
        changed += 1
    return changed
