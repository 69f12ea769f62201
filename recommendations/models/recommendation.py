"""What scrutiny asked, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from boards.models import Body, Organisation, Partnership
from core.choices import Precision
from core.models import precision_pair
from recommendations.choices import RecommendationStatus
from recommendations.models.topic_group import TopicGroup
from recommendations.querysets import RecommendationQuerySet
from recommendations.rules import ReviewNotice, Silence, review_notice, silence_since

if TYPE_CHECKING:
    from recommendations.models.progress import ProgressUpdate, StatusChange


class ResponsibleParty(models.Model):
    """Somebody who is asked to carry recommendations out: one party however its name is printed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="responsible_parties")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "responsible parties"
        constraints = (models.UniqueConstraint(fields=("partnership", "code"), name="recommendations_party_code"),)

    def __str__(self) -> str:
        return self.name


class Recommendation(models.Model):
    """One recommendation of a topic group. ``explanation`` has one point a line.

    ``status`` and its reason repeat the latest ``StatusChange``. What pages and papers show is read as at a day, by
    ``RecommendationQuerySet.as_at``, which sets the attributes named first.
    """

    shown_on: date
    status_on_day: str
    has_progress: bool
    latest_reported_on: date | None
    progress_on_day: list[ProgressUpdate]
    changes_on_day: list[StatusChange]
    lines: list[RecommendationParty]
    # What has changed, in words: set by the list of a reader who has been there before.
    news: Sequence[str] = ()

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="recommendations")
    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("action", max_length=300)
    explanation = models.TextField(blank=True)
    task = models.CharField("what each party is asked to do", max_length=300, blank=True)
    parties = models.ManyToManyField(ResponsibleParty, through="RecommendationParty", related_name="recommendations")
    status = models.CharField(
        max_length=15, choices=RecommendationStatus.choices, default=RecommendationStatus.NOT_STARTED
    )
    status_reason = models.TextField(blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    review_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "number")
        indexes = (models.Index(fields=("partnership", "status"), name="recommendations_status"),)
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "number"), name="recommendations_number"),
            models.CheckConstraint(
                name="recommendations_words",
                condition=Q(status__in=RecommendationStatus.values, review_precision__in=Precision.values),
            ),
            models.CheckConstraint(
                name="recommendations_status_reason",
                condition=Q(status=RecommendationStatus.NOT_STARTED) | ~Q(status_reason=""),
            ),
            models.CheckConstraint(
                name="recommendations_review_precision", condition=precision_pair("review_due_on", "review_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def points(self) -> list[str]:
        return self.explanation.splitlines()

    @property
    def by_whom(self) -> list[str]:
        """The parties as they are printed, after ``as_at``."""
        return [line.printed_as for line in self.lines]

    @property
    def status_shown(self) -> RecommendationStatus:
        """After ``as_at``."""
        return RecommendationStatus(self.status_on_day)

    @property
    def reason_shown(self) -> str:
        """Why the status is what it is, after ``as_at``."""
        if self.changes_on_day:
            return self.changes_on_day[-1].reason
        return self.status_reason if self.status_on_day == self.status else ""

    @property
    def latest_progress(self) -> ProgressUpdate | None:
        """After ``as_at``."""
        return self.progress_on_day[-1] if self.progress_on_day else None

    @property
    def silence(self) -> Silence:
        """After ``as_at``."""
        latest = self.latest_progress
        return silence_since(
            latest.reported_on if latest else None,
            latest.reported_precision if latest else Precision.UNKNOWN,
            has_progress=latest is not None,
            on=self.shown_on,
        )

    @property
    def review(self) -> ReviewNotice | None:
        """After ``as_at``."""
        return review_notice(self.review_due_on, self.review_precision, on=self.shown_on)


class RecommendationParty(models.Model):
    """A party of a recommendation, with its name as printed there."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="party_lines")
    party = models.ForeignKey(ResponsibleParty, on_delete=models.PROTECT, related_name="lines")
    printed_as = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        ordering = ("recommendation", "position")
        constraints = (models.UniqueConstraint(fields=("recommendation", "party"), name="recommendations_party_once"),)

    def __str__(self) -> str:
        return self.printed_as
