from typing import TYPE_CHECKING

from recommendations.querysets.happened import (
    DiscussionQuerySet,
    FollowUpQuerySet,
    MonitoringQuerySet,
    ProgressRequestQuerySet,
    ProgressUpdateQuerySet,
    RecommendationCommentQuerySet,
    ResponseQuerySet,
    ReviewQuerySet,
    StatusChangeQuerySet,
    StatusProposalQuerySet,
    WordingQuerySet,
)
from recommendations.querysets.recommendations import RecommendationQuerySet, news_since

if TYPE_CHECKING:
    from recommendations.querysets.recommendations import Reader as Reader

__all__ = [
    "DiscussionQuerySet",
    "FollowUpQuerySet",
    "MonitoringQuerySet",
    "ProgressRequestQuerySet",
    "ProgressUpdateQuerySet",
    "RecommendationCommentQuerySet",
    "RecommendationQuerySet",
    "ResponseQuerySet",
    "ReviewQuerySet",
    "StatusChangeQuerySet",
    "StatusProposalQuerySet",
    "WordingQuerySet",
    "news_since",
]
