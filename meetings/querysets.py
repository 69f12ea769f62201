"""Reads of meetings, summaries and actions; the day and the reader are arguments."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from boards.choices import Role
from boards.roles import partnerships_with_role
from core.choices import Precision
from meetings.choices import OPEN_ACTIONS, DeliveryState, MeetingStatus

if TYPE_CHECKING:
    from core.models import User
    from meetings.models import (
        Action,
        Delivery,
        DraftCopy,
        Meeting,
        MeetingSummary,
        SummaryComment,
        SummaryRevision,
    )

    Reader = User | AnonymousUser

# A claim older than this was made by a worker that died: the message is sent again.
CLAIM_LASTS = timedelta(minutes=5)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Reader) -> Self:
        """That a meeting is planned, held or cancelled is public."""
        return self.filter(partnership__is_listed=True)

    def newest_first(self) -> Self:
        return self.order_by(F("held_on").desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        """With as much of each meeting, its body and its summary as a row shows."""
        return self.select_related("body", "summary").only(
            "partnership",
            "title",
            "status",
            "held_on",
            "held_precision",
            "summary_due_on",
            "is_made_up",
            "body__name",
            "summary__meeting",
            "summary__published_at",
        )

    def upcoming(self, *, on: date) -> Self:
        """Planned meetings from the day on, the next one first."""
        return self.filter(status=MeetingStatus.PLANNED, held_on__gte=on).order_by("held_on", "starts_at", "pk")

    def owing_summary(self, *, on: date) -> Self:
        """Held by the day, with a summary owed and none published; the oldest deadline first."""
        return (
            self.filter(summary_due_on__isnull=False, held_on__lte=on, held_precision=Precision.DAY)
            .exclude(status__in=(MeetingStatus.CANCELLED, MeetingStatus.POSTPONED))
            .filter(Q(summary=None) | Q(summary__published_at=None))
            .order_by("summary_due_on", "pk")
        )


class SummaryQuerySet(models.QuerySet["MeetingSummary"]):
    def visible_to(self, user: Reader) -> Self:
        """Published summaries are public; drafts are for the partnership's officers."""
        return self.filter(
            Q(published_at__isnull=False) | Q(meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class DraftCopyQuerySet(models.QuerySet["DraftCopy"]):
    def visible_to(self, user: Reader) -> Self:
        """Like the draft itself, for the partnership's officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))


class SummaryRevisionQuerySet(models.QuerySet["SummaryRevision"]):
    def visible_to(self, user: Reader) -> Self:
        """Whatever was published stays readable."""
        return self.filter(summary__meeting__partnership__is_listed=True)


class SummaryCommentQuerySet(models.QuerySet["SummaryComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(summary__meeting__partnership__in=partnerships_with_role(user, Role.MEMBER))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Reader) -> Self:
        """Actions exist only once their summary is published, and are public from then on."""
        return self.filter(partnership__is_listed=True)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_ACTIONS)

    def overdue(self, *, on: date) -> Self:
        """Open, and due before the day."""
        return self.open().filter(due_on__lt=on)

    def with_owner(self) -> Self:
        return self.select_related("owner_organisation", "owner_body", "meeting", "body")

    def for_list(self) -> Self:
        """With as much of each action, its owner and its meeting as a row shows."""
        return self.with_owner().only(
            "partnership",
            "what",
            "due_on",
            "status",
            "owner_organisation__name",
            "owner_body__name",
            "body__name",
            "meeting__held_on",
            "meeting__held_precision",
            "meeting__is_made_up",
        )


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: Reader) -> Self:
        """Who was sent what is for the partnership's officers."""
        return self.filter(revision__summary__meeting__partnership__in=partnerships_with_role(user, Role.OFFICER))

    def to_send(self, *, at: datetime) -> Self:
        """Waiting and due, or claimed by a worker that has died since."""
        waiting = Q(state=DeliveryState.QUEUED, next_attempt_at__lte=at)
        abandoned = Q(state=DeliveryState.SENDING, claimed_at__lt=at - CLAIM_LASTS)
        return self.filter(waiting | abandoned)
