"""A topic group's report: numbered paragraphs, and the way that it goes from draft to partnership."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.choices import Precision
from core.models import precision_pair
from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.choices import ReportStage, StageOutcome
from recommendations.models.topic_group import TopicGroup
from recommendations.querysets import ReportParagraphQuerySet, StagePassedQuerySet


class ReportParagraph(models.Model):
    """A numbered paragraph, or a heading, of the report. ``number`` is as printed: “6.15”.

    What is *recommended* in it must be in the table of recommendations, or ``not_carried_reason`` says why it is not.
    """

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=12)
    is_heading = models.BooleanField("heading", default=False)
    text = models.TextField(max_length=8000)
    is_recommended = models.BooleanField("recommends something", default=False)
    not_carried_reason = models.CharField("why no table carries it", max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()
    objects = ReportParagraphQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "position")
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "number"), name="recommendations_paragraph_number"),
            models.UniqueConstraint(fields=("topic_group", "position"), name="recommendations_paragraph_position"),
            models.CheckConstraint(name="recommendations_paragraph_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="recommendations_paragraph_heading_recommends_nothing",
                condition=Q(is_heading=False) | Q(is_recommended=False),
            ),
            models.CheckConstraint(
                name="recommendations_paragraph_reason_of_recommended",
                condition=Q(is_recommended=True) | Q(not_carried_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"Paragraph {self.number}"

    @property
    def anchor(self) -> str:
        """Its place in the page of the report."""
        return f"paragraph-{self.number.replace('.', '-')}"


class StagePassed(models.Model):
    """The report was at a stage: which meeting dealt with it, when, and with what outcome."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=11, choices=ReportStage.choices)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="report_stages")
    happened_on = models.DateField(null=True, blank=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    outcome = models.CharField(max_length=19, choices=StageOutcome.choices)
    note = models.TextField("what was said", max_length=2000, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()
    objects = StagePassedQuerySet.as_manager()

    class Meta:
        ordering = (F("happened_on").asc(nulls_first=True), "pk")
        constraints = (
            models.CheckConstraint(
                name="recommendations_stage_words",
                condition=Q(
                    stage__in=ReportStage.values,
                    outcome__in=StageOutcome.values,
                    happened_precision__in=Precision.values,
                ),
            ),
            models.CheckConstraint(
                name="recommendations_stage_precision", condition=precision_pair("happened_on", "happened_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_outcome_display()}"

    @property
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.happened_on, self.happened_precision)

    @property
    def tone(self) -> str:
        return StageOutcome(self.outcome).tone
