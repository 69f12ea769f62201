from recommendations.models.asked import Discussion, FollowUp, ProgressRequest
from recommendations.models.delivery import DeliveringAction, RecommendationItem, ServedPriority
from recommendations.models.monitoring import MonitoringDecision, Review
from recommendations.models.programme import ProgrammeTopic
from recommendations.models.progress import ProgressUpdate, StatusChange, StatusProposal
from recommendations.models.recommendation import (
    Recommendation,
    RecommendationParty,
    RecommendationValue,
    ResponsibleParty,
)
from recommendations.models.report import ReportParagraph, StagePassed
from recommendations.models.response import Response
from recommendations.models.settings import ScrutinySettings
from recommendations.models.topic_group import Evidence, Finding, TopicGroup
from recommendations.models.voice import RecommendationComment, RecommendationVisit
from recommendations.models.wording import Wording

__all__ = [
    "DeliveringAction",
    "Discussion",
    "Evidence",
    "Finding",
    "FollowUp",
    "MonitoringDecision",
    "ProgrammeTopic",
    "ProgressRequest",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationComment",
    "RecommendationItem",
    "RecommendationParty",
    "RecommendationValue",
    "RecommendationVisit",
    "ReportParagraph",
    "Response",
    "ResponsibleParty",
    "Review",
    "ScrutinySettings",
    "ServedPriority",
    "StagePassed",
    "StatusChange",
    "StatusProposal",
    "TopicGroup",
    "Wording",
]
