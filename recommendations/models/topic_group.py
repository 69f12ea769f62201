"""Topic groups: councillors whom a PPB appoints to study one subject, and what they found."""

from django.db import models
from django.db.models import Max, Q
from simple_history.models import HistoricalRecords

from agendas.models import Document
from boards.models import Body, Organisation, Partnership
from core.addresses import address
from core.choices import Precision
from core.models import precision_pair
from core.precise_dates import PreciseDateField
from core.rules.dates import format_date
from invitations.models import Invitation
from meetings.models import Meeting
from recommendations.choices import EvidenceKind, FindingKind
from recommendations.querysets import EvidenceQuerySet, FindingQuerySet, TopicGroupQuerySet


class TopicGroup(models.Model):
    """A topic group's study and the report that came of it; ``body`` is the group itself.

    Its members are the people appointed to the body, its meetings those of the body. As long as ``is_draft`` holds,
    the report and its recommendations are for the office and for PPB members only.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="topic_groups")
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="topic_group")
    commissioned_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="appointed by",
        related_name="topic_groups_commissioned",
    )
    title = models.CharField("title of the study", max_length=200)
    is_draft = models.BooleanField("report in preparation", default=False)
    received_on = PreciseDateField(
        "report received on",
        null=True,
        blank=True,
        is_past=True,
        help_text="The day, or only the month or the year. Leave empty if nothing is known.",
    )
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

    def get_absolute_url(self) -> str:
        return address("recommendations:topic_group", self.partnership.slug, self.pk)

    @property
    def received(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.received_on, self.received_precision)

    def next_position(self, kind: str) -> int:
        """Where the next finding of the kind stands."""
        return (self.findings.filter(kind=kind).aggregate(last=Max("position"))["last"] or 0) + 1


class Finding(models.Model):
    """A term of reference, conclusion, difficulty or other point of a topic group's report."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=FindingKind.choices)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    history = HistoricalRecords()
    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "position")
        constraints = (
            models.UniqueConstraint(fields=("topic_group", "kind", "position"), name="recommendations_finding_once"),
            models.CheckConstraint(name="recommendations_finding_words", condition=Q(kind__in=FindingKind.values)),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"


class Evidence(models.Model):
    """What a topic group heard, read or saw: from whom, when, at which meeting, and what it says."""

    topic_group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    given_by = models.CharField("from whom", max_length=150)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_given"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_given"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_heard")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    given_on = PreciseDateField("date", null=True, blank=True, is_past=True)
    given_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    text = models.TextField("what it says", max_length=4000)
    is_members_only = models.BooleanField("for members only", default=False)
    source = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("topic_group", "given_on", "pk")
        verbose_name_plural = "evidence"
        constraints = (
            models.CheckConstraint(
                name="recommendations_evidence_words",
                condition=Q(kind__in=EvidenceKind.values, given_precision__in=Precision.values),
            ),
            models.CheckConstraint(name="recommendations_evidence_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="recommendations_evidence_precision", condition=precision_pair("given_on", "given_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.given_by}"

    @property
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.given_on, self.given_precision)
