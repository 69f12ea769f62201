"""Members ask, the office answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import audit
from core.models import User
from recommendations.models import Recommendation, RecommendationComment


class AlreadyAnswered(ValueError):
    """Somebody else has answered in the meantime."""


@transaction.atomic
def add_comment(*, recommendation: Recommendation, text: str, by: User, at: datetime) -> RecommendationComment:
    comment = RecommendationComment.objects.create(recommendation=recommendation, text=text, made_by=by, made_at=at)
    audit.record("recommendation.commented", by=by, about=recommendation, scope=recommendation.partnership.slug)
    return comment


@transaction.atomic
def answer_comment(*, comment: RecommendationComment, answer: str, by: User, at: datetime) -> RecommendationComment:
    """Answer a comment, once. Raises ``AlreadyAnswered``."""
    locked = RecommendationComment.objects.select_for_update().get(pk=comment.pk)
    if locked.answered_at is not None:
        raise AlreadyAnswered(f"{locked.answered_by} has already answered this comment")
    locked.answer, locked.answered_by, locked.answered_at = answer, by, at
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    about = locked.recommendation
    audit.record("recommendation.comment_answered", by=by, about=about, scope=about.partnership.slug)
    return locked
