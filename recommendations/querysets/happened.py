"""Reads of what happens to recommendations: progress, statuses, responses, reviews, requests, comments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from boards.choices import Role
from boards.roles import partnerships_with_role
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import RecommendationComment, Response, Wording

    Reader = User | AnonymousUser


class RecommendationCommentQuerySet(models.QuerySet["RecommendationComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(members_of(user))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class WordingQuerySet(models.QuerySet["Wording"]):
    def known_on(self, on: date) -> Self:
        """Worded by the day; the first one and those without a date hold at any date (R-3)."""
        return self.filter(Q(worded_on__lte=on) | Q(worded_on=None) | Q(number=1))

    def oldest_first(self) -> Self:
        return self.order_by("number")


class ResponseQuerySet(models.QuerySet["Response"]):
    def known_on(self, on: date) -> Self:
        """Given by the day; those without a date hold at any date (R-3)."""
        return self.filter(Q(responded_on__lte=on) | Q(responded_on=None))


def members_of(user: Reader) -> Q:
    """Members of the partnership, as far as they may read the report that it belongs to."""
    is_member = Q(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))
    return is_member & report_readable_by(user, "recommendation__topic_group__")
