"""What meetings decide about a recommendation: that monitoring stops or resumes, and its review after a year."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.choices import MonitoringChoice, ReviewOutcome
from recommendations.models.recommendation import Recommendation
from recommendations.querysets import MonitoringQuerySet, ReviewQuerySet


class MonitoringDecision(models.Model):
    """A meeting decided to stop monitoring a recommendation (it is then closed), or to monitor it again."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="monitoring_decisions")
    choice = models.CharField(max_length=6, choices=MonitoringChoice.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="monitoring_decisions")
    decided_on = models.DateField()
    reason = models.TextField(max_length=1000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()
    objects = MonitoringQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "decided_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="recommendations_monitoring_words", condition=Q(choice__in=MonitoringChoice.values)
            ),
            models.CheckConstraint(name="recommendations_monitoring_has_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_choice_display()}"

    @property
    def when(self) -> str:
        return format_date(self.decided_on)


class Review(models.Model):
    """The review after twelve months: what was achieved, at what cost, and what comes next."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    achieved = models.TextField("what was achieved", max_length=4000)
    cost = models.TextField("at what cost", max_length=2000)
    next_steps = models.TextField("what comes next", max_length=2000)
    outcome = models.CharField(max_length=8, choices=ReviewOutcome.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()
    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "reviewed_on", "pk")
        constraints = (
            models.CheckConstraint(name="recommendations_review_words", condition=Q(outcome__in=ReviewOutcome.values)),
            models.CheckConstraint(
                name="recommendations_review_is_whole", condition=~Q(achieved="") & ~Q(cost="") & ~Q(next_steps="")
            ),
        )

    def __str__(self) -> str:
        return f"Review of {self.recommendation}"

    @property
    def when(self) -> str:
        return format_date(self.reviewed_on)
