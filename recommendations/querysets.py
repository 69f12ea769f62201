"""Reads of recommendations: the member's page, the papers and the downloads all start here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from boards.choices import Role
from boards.roles import partnerships_with_role

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import ProgressUpdate, Recommendation, RecommendationComment, TopicGroup

    Reader = User | AnonymousUser


class TopicGroupQuerySet(models.QuerySet["TopicGroup"]):
    def visible_to(self, user: Reader) -> Self:
        """A topic group's report is public."""
        return self.filter(partnership__is_listed=True)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: Reader) -> Self:
        """Recommendations and their progress are public."""
        return self.filter(partnership__is_listed=True)


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def recorded_since(self, moment: datetime) -> Self:
        return self.filter(recorded_at__gt=moment)


class RecommendationCommentQuerySet(models.QuerySet["RecommendationComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)
