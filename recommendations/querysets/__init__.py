from typing import TYPE_CHECKING

from recommendations.querysets.happened import (
    DiscussionQuerySet,
    FollowUpQuerySet,
    MonitoringQuerySet,
    ProgressRequestQuerySet,
    ProgressUpdateQuerySet,
    RecommendationCommentQuerySet,
    ResponseQuerySet,
    ReviewQuerySet,
    StatusChangeQuerySet,
    StatusProposalQuerySet,
    WordingQuerySet,
)
from recommendations.querysets.recommendations import RecommendationQuerySet, news_since
from recommendations.querysets.topics import (
    EvidenceQuerySet,
    FindingQuerySet,
    ProgrammeTopicQuerySet,
    ReportParagraphQuerySet,
    StagePassedQuerySet,
    TopicGroupQuerySet,
    report_readable_by,
)

if TYPE_CHECKING:
    from recommendations.querysets.recommendations import Reader as Reader

__all__ = [
    "DiscussionQuerySet",
    "EvidenceQuerySet",
    "FindingQuerySet",
    "FollowUpQuerySet",
    "MonitoringQuerySet",
    "ProgrammeTopicQuerySet",
    "ProgressRequestQuerySet",
    "ProgressUpdateQuerySet",
    "RecommendationCommentQuerySet",
    "RecommendationQuerySet",
    "ReportParagraphQuerySet",
    "ResponseQuerySet",
    "ReviewQuerySet",
    "StagePassedQuerySet",
    "StatusChangeQuerySet",
    "StatusProposalQuerySet",
    "TopicGroupQuerySet",
    "WordingQuerySet",
    "news_since",
    "report_readable_by",
]
