"""Reads of what happens to recommendations: progress, statuses, responses, reviews, requests, comments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from boards.choices import Role
from boards.roles import partnerships_with_role
from recommendations.choices import ProposalState
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from core.models import User
    from recommendations.models import (
        ProgressRequest,
        ProgressUpdate,
        RecommendationComment,
        Response,
        StatusChange,
        StatusProposal,
        Wording,
    )

    Reader = User | AnonymousUser


class ProgressUpdateQuerySet(models.QuerySet["ProgressUpdate"]):
    def known_on(self, on: date) -> Self:
        """Reported by the day. An entry without a date cannot be placed, so it shows at any date, and says so (R-3)."""
        return self.filter(Q(reported_on__lte=on) | Q(reported_on=None))

    def oldest_first(self) -> Self:
        return self.order_by(F("reported_on").asc(nulls_first=True), "position")


class StatusChangeQuerySet(models.QuerySet["StatusChange"]):
    def known_on(self, on: date) -> Self:
        """Made by the day; undated ones hold at any date (R-3)."""
        return self.filter(Q(changed_on__lte=on) | Q(changed_on=None))

    def oldest_first(self) -> Self:
        return self.order_by(F("changed_on").asc(nulls_first=True), "recorded_at", "pk")


class RecommendationCommentQuerySet(models.QuerySet["RecommendationComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(members_of(user))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class StatusProposalQuerySet(models.QuerySet["StatusProposal"]):
    def visible_to(self, user: Reader) -> Self:
        """That somebody proposes a status is for members: it is no fact yet."""
        return self.filter(members_of(user))

    def waiting(self) -> Self:
        return self.filter(state=ProposalState.WAITING)


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


class ProgressRequestQuerySet(models.QuerySet["ProgressRequest"]):
    def visible_to(self, user: Reader) -> Self:
        """Who was asked, and has not answered, is for members."""
        return self.filter(members_of(user))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


def members_of(user: Reader) -> Q:
    """Members of the partnership, as far as they may read the report that it belongs to."""
    is_member = Q(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))
    return is_member & report_readable_by(user, "recommendation__topic_group__")
