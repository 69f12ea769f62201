from recommendations.models.delivery import DeliveringAction, ServedPriority
from recommendations.models.recommendation import (
    Recommendation,
    RecommendationParty,
    RecommendationValue,
    ResponsibleParty,
)
from recommendations.models.response import Response
from recommendations.models.voice import RecommendationComment, RecommendationVisit
from recommendations.models.wording import Wording

__all__ = [
    "DeliveringAction",
    "Recommendation",
    "RecommendationComment",
    "RecommendationParty",
    "RecommendationValue",
    "RecommendationVisit",
    "Response",
    "ResponsibleParty",
    "ServedPriority",
    "Wording",
]
