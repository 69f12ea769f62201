"""Topic groups: councillors whom a PPB appoints to study one subject."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from boards.models import Body, Partnership
from core.choices import Precision
from core.models import precision_pair
from recommendations.choices import FindingKind
from recommendations.querysets import TopicGroupQuerySet


class TopicGroup(models.Model):
    """A topic group's study and the report that came of it; ``body`` is the group itself."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="topic_groups")
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="topic_group")
    commissioned_by = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="topic_groups_commissioned"
    )
    title = models.CharField(max_length=200)
    received_on = models.DateField("report received", null=True, blank=True)
    received_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()
    objects = TopicGroupQuerySet.as_manager()

    class Meta:
        ordering = ("-received_on", "title")
        constraints = (
            models.CheckConstraint(
                name="recommendations_topic_precision", condition=precision_pair("received_on", "received_precision")
            ),
            models.CheckConstraint(
                name="recommendations_topic_words",
                condition=Q(received_precision__in=Precision.values),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """A term of reference, conclusion, difficulty or other point of a topic group's report."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "kind", "position"), name="recommendations_finding_once"),
            models.CheckConstraint(name="recommendations_finding_words", condition=Q(kind__in=FindingKind.values)),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"
