from recommendations.models.asked import Discussion, FollowUp, ProgressRequest
from recommendations.models.delivery import DeliveringAction, RecommendationItem, ServedPriority
from recommendations.models.monitoring import MonitoringDecision, Review
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
    "Discussion",
    "FollowUp",
    "MonitoringDecision",
    "ProgressRequest",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationComment",
    "RecommendationItem",
    "RecommendationParty",
    "RecommendationValue",
    "RecommendationVisit",
    "Response",
    "ResponsibleParty",
    "Review",
    "ServedPriority",
    "StatusChange",
    "StatusProposal",
    "Wording",
]
