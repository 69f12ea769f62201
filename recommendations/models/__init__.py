from typing import TYPE_CHECKING

from recommendations.models.dated import related
from recommendations.models.delivery import DeliveringAction, ServedPriority
from recommendations.models.events import RecommendationComment, RecommendationVisit, Response, Wording
from recommendations.models.owner import Owner, RecommendationOwner
from recommendations.models.parts import read_parts
from recommendations.models.reading import (
    RecommendationQuerySet,
    members_of,
    news_since,
    read_groups,
)
from recommendations.models.recommendation import Recommendation, RecommendationValue
from recommendations.models.state import RecommendationState, StateEventQuerySet

if TYPE_CHECKING:
    from recommendations.models.reading import Reader as Reader

__all__ = [
    "DeliveringAction",
    "Owner",
    "Recommendation",
    "RecommendationComment",
    "RecommendationOwner",
    "RecommendationQuerySet",
    "RecommendationState",
    "RecommendationValue",
    "RecommendationVisit",
    "Response",
    "ServedPriority",
    "StateEventQuerySet",
    "Wording",
    "members_of",
    "news_since",
    "read_groups",
    "read_parts",
    "related",
]
