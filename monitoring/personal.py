"""What is kept of people in monitoring and reviews."""

from core.personal import declare
from monitoring.models import FollowOnRecommendation, FollowUp, MonitoringDecision, RecommendationItem, Review

declare(MonitoringDecision, written=("reason",))
declare(Review, written=("achieved", "cost", "next_steps"))
declare(FollowOnRecommendation)
declare(FollowUp, written=("text", "wording", "settled_reason"))
declare(RecommendationItem)
