from typing import TYPE_CHECKING

from recommendations.querysets.happened import (
    RecommendationCommentQuerySet,
    ResponseQuerySet,
    WordingQuerySet,
    members_of,
)
from recommendations.querysets.recommendations import RecommendationQuerySet, news_since
from recommendations.querysets.related import related

if TYPE_CHECKING:
    from recommendations.querysets.recommendations import Reader as Reader

__all__ = [
    "RecommendationCommentQuerySet",
    "RecommendationQuerySet",
    "ResponseQuerySet",
    "WordingQuerySet",
    "members_of",
    "news_since",
    "related",
]
