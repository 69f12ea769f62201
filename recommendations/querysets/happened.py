"""Reads of what happens to recommendations: progress, statuses, responses, reviews, requests, comments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from boards.choices import Role
from boards.roles import chaired_ppbs, has_role, partnerships_with_role
from meetings.models import OFF
from recommendations.choices import DiscussedIn, ProposalState
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from boards.models import Partnership
    from core.models import User
    from recommendations.models import (
        Discussion,
        FollowUp,
        MonitoringDecision,
        ProgressRequest,
        ProgressUpdate,
        RecommendationComment,
        Response,
        Review,
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
        return self.filter(_members_of(user))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class StatusProposalQuerySet(models.QuerySet["StatusProposal"]):
    def visible_to(self, user: Reader) -> Self:
        """That somebody proposes a status is for members: it is no fact yet."""
        return self.filter(_members_of(user))

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


class MonitoringQuerySet(models.QuerySet["MonitoringDecision"]):
    def known_on(self, on: date) -> Self:
        return self.filter(decided_on__lte=on)


class ReviewQuerySet(models.QuerySet["Review"]):
    def known_on(self, on: date) -> Self:
        return self.filter(reviewed_on__lte=on)


class ProgressRequestQuerySet(models.QuerySet["ProgressRequest"]):
    def visible_to(self, user: Reader) -> Self:
        """Who was asked, and has not answered, is for members."""
        return self.filter(_members_of(user))

    def waiting(self) -> Self:
        return self.filter(answered_at=None)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: Reader) -> Self:
        """Members see what members ask for."""
        return self.filter(_members_of(user))

    def requested(self) -> Self:
        """Neither settled nor on an agenda, save that of a meeting that does not take place."""
        return self.filter(Q(item=None) | Q(item__meeting__status__in=OFF), settled_at=None)

    def decidable_by(self, user: Reader, partnership: Partnership) -> Self:
        """What officers, or the chair of the PPB that commissioned the report, put on an agenda or decline.

        Where no PPB is known to have commissioned it, the chair of any PPB.
        """
        mine = self.visible_to(user).filter(recommendation__partnership=partnership)
        if has_role(user, partnership, Role.OFFICER):
            return mine
        chaired = chaired_ppbs(user, partnership)
        if not chaired:
            return mine.none()
        commissioner = "recommendation__topic_group__commissioned_by"
        return mine.filter(Q(**{f"{commissioner}__in": chaired}) | Q(**{commissioner: None}))


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def visible_to(self, user: Reader) -> Self:
        """As public as the agenda or summary in which it was found; what was for members only is for members."""
        for_members = Q(item__is_members_only=True)
        is_out = Q(found_in=DiscussedIn.SUMMARY) | Q(meeting__agenda_published_at__isnull=False)
        return self.filter(
            report_readable_by(user, "recommendation__topic_group__"), is_out, ~for_members | _members_of(user)
        )

    def known_on(self, on: date) -> Self:
        return self.filter(meeting__held_on__lte=on)

    def of_meetings_that_take_place(self) -> Self:
        return self.exclude(meeting__status__in=OFF)


def _members_of(user: Reader) -> Q:
    """Members of the partnership, as far as they may read the report that it belongs to."""
    is_member = Q(recommendation__partnership__in=partnerships_with_role(user, Role.MEMBER))
    return is_member & report_readable_by(user, "recommendation__topic_group__")
