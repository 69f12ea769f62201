from typing import TYPE_CHECKING

from recommendations.models.delivery import DeliveringAction, ServedPriority
from recommendations.models.events import RecommendationComment, RecommendationVisit, Response, Wording
from recommendations.models.party import RecommendationParty, ResponsibleParty
from recommendations.models.reading import RecommendationQuerySet, members_of, news_since, related
from recommendations.models.recommendation import Recommendation, RecommendationValue

if TYPE_CHECKING:
    from recommendations.models.reading import Reader as Reader

__all__ = [
    "DeliveringAction",
    "Recommendation",
    "RecommendationComment",
    "RecommendationParty",
    "RecommendationQuerySet",
    "RecommendationValue",
    "RecommendationVisit",
    "Response",
    "ResponsibleParty",
    "ServedPriority",
    "Wording",
    "members_of",
    "news_since",
    "related",
]
