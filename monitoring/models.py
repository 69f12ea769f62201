"""What becomes of a recommendation at meetings: decisions to stop and resume, reviews, follow-ups, agenda items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agendas.models import AgendaItem
from boards.choices import Role
from boards.roles import chaired_ppbs, has_role
from core.models import DatedEvent, Governed
from meetings.models import OFF, Meeting
from monitoring.choices import ReviewOutcome
from recommendations.choices import MonitoringChoice
from recommendations.models import Recommendation, StateEventQuerySet, members_of
from scrutiny.models import report_readable_by

if TYPE_CHECKING:
    from boards.models import Partnership
    from scrutiny.models import Reader


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: Reader) -> Self:
        """Members see what members ask for."""
        return self.filter(members_of(user))

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


class RecommendationItemQuerySet(models.QuerySet["RecommendationItem"]):
    def visible_to(self, user: Reader) -> Self:
        """As public as the agenda and the report; what is for members only is for members."""
        return self.filter(
            report_readable_by(user, "recommendation__topic_group__"),
            Q(item__is_members_only=False) | members_of(user),
            item__meeting__agenda_published_at__isnull=False,
        )


class MonitoringDecision(DatedEvent):
    """A meeting decided to stop monitoring a recommendation (it is then closed), or to monitor it again."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="monitoring_decisions")
    choice = models.CharField(max_length=6, choices=MonitoringChoice.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="monitoring_decisions")
    decided_on = models.DateField()
    reason = models.TextField(max_length=1000)

    part_of, named_by, dated_by = ("recommendation",), "choice", "decided_on"
    objects = StateEventQuerySet["MonitoringDecision"].as_manager()

    class Meta:
        ordering = ("recommendation", "decided_on", "pk")
        constraints = (
            models.CheckConstraint(name="monitoring_decision_words", condition=Q(choice__in=MonitoringChoice.values)),
            models.CheckConstraint(name="monitoring_decision_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_choice_display()}"


class Review(DatedEvent):
    """The review after twelve months: what was achieved, at what cost, and what comes next."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    achieved = models.TextField("what was achieved", max_length=4000)
    cost = models.TextField("at what cost", max_length=2000)
    next_steps = models.TextField("what comes next", max_length=2000)
    outcome = models.CharField(max_length=8, choices=ReviewOutcome.choices)

    part_of, named_by, dated_by = ("recommendation",), "reviewed_on", "reviewed_on"
    objects = StateEventQuerySet["Review"].as_manager()

    class Meta:
        ordering = ("recommendation", "reviewed_on", "pk")
        constraints = (
            models.CheckConstraint(name="monitoring_review_words", condition=Q(outcome__in=ReviewOutcome.values)),
            models.CheckConstraint(
                name="monitoring_review_is_whole", condition=~Q(achieved="") & ~Q(cost="") & ~Q(next_steps="")
            ),
        )

    def __str__(self) -> str:
        return f"Review of {self.recommendation}"


class FollowOnRecommendation(Governed):
    """A recommendation that a review led to; each arose from one review at most."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="follow_ons")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="arose_from")

    class Meta:
        ordering = ("review", "recommendation__number")

    def __str__(self) -> str:
        return f"{self.recommendation} arose from {self.review}"


class FollowUp(Governed):
    """A member asks for a recommendation to be followed up: a request, until someone puts it on a PPB's agenda.

    ``item`` is where it is then, in the ``wording`` of whoever put it there. Without an item, or on the agenda of a
    meeting that does not take place, it is a request. ``meeting`` is the one on whose agenda it was last put: whoever
    takes the item off there means that it is not for that meeting, so it goes to a later one.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="follow_ups")
    text = models.TextField("what is to be followed up", max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name="put on"
    )
    wording = models.TextField("as the agenda words it", max_length=1000, blank=True)
    placed_at = models.DateTimeField("put on an agenda", null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("no longer waiting since", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_reason = models.CharField(max_length=300, blank=True)

    part_of, named_by = ("recommendation",), "text"
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(name="monitoring_follow_up_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="monitoring_follow_up_settled_has_reason",
                condition=Q(settled_at=None, settled_reason="") | (Q(settled_at__isnull=False) & ~Q(settled_reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"Follow-up of {self.recommendation}"

    @property
    def words(self) -> str:
        """What the agenda says of it: the words of whoever put it there, or the member's own."""
        return self.wording or self.text

    @property
    def is_requested(self) -> bool:
        """Nobody has decided on it: what ``FollowUpQuerySet.requested`` asks the database."""
        return self.settled_at is None and (self.item is None or self.item.meeting.is_off)

    @property
    def is_taken_back(self) -> bool:
        """Whoever asked does not want it any more."""
        return self.settled_at is not None and self.settled_by_id == self.asked_by_id


class RecommendationItem(models.Model):
    """An agenda item that is about a recommendation, as an officer picked it (DI-1)."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="agenda_links")
    # The link says nothing without its item, and goes with it.
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="recommendation_links")

    named_by = "item"

    objects = RecommendationItemQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "pk")
        constraints = (models.UniqueConstraint(fields=("recommendation", "item"), name="monitoring_item_once"),)

    def __str__(self) -> str:
        return f"{self.item} is about {self.recommendation}"
