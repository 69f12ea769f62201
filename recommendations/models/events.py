"""What happens to a recommendation: how it is worded, what is answered, what members ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from boards.models import Partnership
from core.choices import Precision
from core.models import CommentModel, DatedEvent, Governed, precision_pair
from core.querysets import EventQuerySet
from meetings.models import Meeting
from recommendations.choices import Responder, ResponseDecision
from recommendations.models.reading import members_of
from recommendations.models.recommendation import Recommendation
from recommendations.models.state import StateEventQuerySet

if TYPE_CHECKING:
    from recommendations.models.reading import Reader


class WordingQuerySet(EventQuerySet["Wording"]):
    def known_on(self, on: date) -> Self:
        """The first one and those without a date hold at any date (R-3)."""
        return self.filter(Q(worded_on__lte=on) | Q(worded_on=None) | Q(number=1))

    def oldest_first(self) -> Self:
        return self.order_by("number")


class Wording(DatedEvent):
    """How a recommendation was worded in one paper after another. The recommendation itself repeats the latest."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("action", max_length=300)
    explanation = models.TextField(blank=True)
    task = models.CharField("what each owner is asked to do", max_length=300, blank=True)
    paper = models.CharField("in which paper", max_length=200)
    worded_on = models.DateField(null=True, blank=True)
    worded_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    change_note = models.CharField("why it was reworded", max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)

    part_of, named_by, dated_by = ("recommendation",), "title", "worded_on"
    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "number")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "number"), name="recommendations_wording_number"),
            models.CheckConstraint(name="recommendations_wording_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="recommendations_wording_words", condition=Q(worded_precision__in=Precision.values)
            ),
            models.CheckConstraint(
                name="recommendations_wording_change_has_note", condition=Q(number=1) | ~Q(change_note="")
            ),
            models.CheckConstraint(
                name="recommendations_wording_precision", condition=precision_pair("worded_on", "worded_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}, wording {self.number}"

    @property
    def points(self) -> list[str]:
        return self.explanation.splitlines()


class Response(DatedEvent):
    """Accepted, accepted in part or rejected, with the reason. A later one of the same responder takes its place."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    responder = models.CharField(max_length=11, choices=Responder.choices)
    decision = models.CharField(max_length=8, choices=ResponseDecision.choices)
    reason = models.TextField(max_length=2000)
    responded_on = models.DateField(null=True, blank=True)
    responded_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="responses")

    part_of, named_by, dated_by = ("recommendation",), "responder", "responded_on"
    objects = StateEventQuerySet["Response"].as_manager()

    class Meta:
        ordering = ("recommendation", F("responded_on").asc(nulls_first=True), "pk")
        constraints = (
            models.CheckConstraint(
                name="recommendations_response_words",
                condition=Q(
                    responder__in=Responder.values,
                    decision__in=ResponseDecision.values,
                    responded_precision__in=Precision.values,
                ),
            ),
            models.CheckConstraint(name="recommendations_response_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="recommendations_response_precision",
                condition=precision_pair("responded_on", "responded_precision"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_decision_display()} by {self.get_responder_display()}"

    @property
    def tone(self) -> str:
        return ResponseDecision(self.decision).tone


class RecommendationCommentQuerySet(models.QuerySet["RecommendationComment"]):
    def visible_to(self, user: Reader) -> Self:
        """Comments are read by the partnership's members and officers."""
        return self.filter(members_of(user))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class RecommendationComment(CommentModel, Governed):
    """What a member asks about a recommendation, and what the office answers."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="comments")

    part_of, named_by = ("recommendation",), "text"
    objects = RecommendationCommentQuerySet.as_manager()

    class Meta(CommentModel.Meta):
        ordering = (F("made_at").asc(), "pk")

    def __str__(self) -> str:
        return f"Comment by {self.made_by} on {self.recommendation}"


class RecommendationVisit(models.Model):
    """When a signed-in reader last looked at the list, so that it can say what has changed since."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField("this visit began")
    latest_at = models.DateTimeField("last page of this visit")
    before_at = models.DateTimeField("last page of the visit before", null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "partnership"), name="recommendations_visit_once"),)

    def __str__(self) -> str:
        return f"{self.user} on {self.latest_at}"
