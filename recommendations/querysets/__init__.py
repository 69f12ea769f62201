from typing import TYPE_CHECKING

from recommendations.querysets.happened import (
    ProgressRequestQuerySet,
    ProgressUpdateQuerySet,
    RecommendationCommentQuerySet,
    ResponseQuerySet,
    StatusChangeQuerySet,
    StatusProposalQuerySet,
    WordingQuerySet,
    members_of,
)
from recommendations.querysets.recommendations import RecommendationQuerySet, news_since

if TYPE_CHECKING:
    from recommendations.querysets.recommendations import Reader as Reader

__all__ = [
    "ProgressRequestQuerySet",
    "ProgressUpdateQuerySet",
    "RecommendationCommentQuerySet",
    "RecommendationQuerySet",
    "ResponseQuerySet",
    "StatusChangeQuerySet",
    "StatusProposalQuerySet",
    "WordingQuerySet",
    "members_of",
    "news_since",
]
