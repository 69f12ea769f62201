from recommendations.models.progress import ProgressUpdate, StatusChange
from recommendations.models.recommendation import Recommendation, RecommendationParty, ResponsibleParty
from recommendations.models.topic_group import Finding, TopicGroup
from recommendations.models.voice import RecommendationComment, RecommendationVisit

__all__ = [
    "Finding",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationComment",
    "RecommendationParty",
    "RecommendationVisit",
    "ResponsibleParty",
    "StatusChange",
    "TopicGroup",
]
