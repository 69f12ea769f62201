from recommendations.models.asked import ProgressRequest
from recommendations.models.delivery import DeliveringAction, ServedPriority
from recommendations.models.progress import ProgressUpdate, StatusChange, StatusProposal
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
    "ProgressRequest",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationComment",
    "RecommendationParty",
    "RecommendationValue",
    "RecommendationVisit",
    "Response",
    "ResponsibleParty",
    "ServedPriority",
    "StatusChange",
    "StatusProposal",
    "Wording",
]
