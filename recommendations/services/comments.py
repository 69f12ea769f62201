"""Members ask, the office answers."""

from __future__ import annotations

from datetime import datetime

from core import audit
from core.acts import act
from core.comments import answer_once
from core.models import User
from recommendations.mail import QUESTION, QUESTION_ANSWER, subject_of
from recommendations.models import Recommendation, RecommendationComment
from summaries.mail import tell_commenter, tell_officers


@act("recommendation")
def add_comment(*, recommendation: Recommendation, text: str, by: User, at: datetime) -> RecommendationComment:
    """Put a member's comment or question beside the recommendation."""
    comment = RecommendationComment.objects.create(recommendation=recommendation, text=text, made_by=by, made_at=at)
    tell_officers(comment, subject_of(comment), kind=QUESTION, at=at)
    audit.record("recommendation.commented", by=by, about=recommendation, scope=recommendation.partnership.slug)
    return comment


@act()
def answer_comment(*, comment: RecommendationComment, answer: str, by: User, at: datetime) -> RecommendationComment:
    """Answer for the office. Raises ``core.acts.Refused``."""
    answered = answer_once(comment=comment, answer=answer, by=by, at=at)
    tell_commenter(answered, subject_of(answered), kind=QUESTION_ANSWER, at=at)
    about = answered.recommendation
    audit.record("recommendation.comment_answered", by=by, about=about, scope=about.partnership.slug)
    return answered
