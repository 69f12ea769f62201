"""The short summary that reaches PPB members within five working days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.models import CommentModel, RenderedFile
from meetings.models.meeting import Meeting
from meetings.querysets import SummaryCommentQuerySet, SummaryQuerySet, SummaryRevisionQuerySet


class MeetingSummary(models.Model):
    """The summary of one meeting: a draft that only officers see, and what has been published from it.

    ``draft`` holds the form as it was last typed (field name to value), complete or not, so that nothing typed is
    lost; it becomes attendance, actions and a revision only when it is published. ``version`` counts the saves:
    a save that started from an older version is refused.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="summary")
    draft = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("first published", null=True, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "meeting summaries"

    def __str__(self) -> str:
        return f"Summary: {self.meeting}"


class SummaryRevision(models.Model):
    """A published summary, frozen. A correction is a further revision with a note; this one stays readable.

    ``attendance`` is a list of ``{"number", "label", "holder", "state", "deputy"}``; ``actions`` is a list of
    ``{"number", "what", "owner", "due_on"}``: both as they were at the moment of publication.
    """

    summary = models.ForeignKey(MeetingSummary, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    note = models.CharField("what was corrected", max_length=300, blank=True)
    key_issues = models.TextField()
    decisions = models.TextField(blank=True)
    others_present = models.CharField(max_length=500, blank=True)
    attendance = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    form_data = models.JSONField(default=dict)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(
        RenderedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_revision"
    )

    history = HistoricalRecords()
    objects = SummaryRevisionQuerySet.as_manager()

    class Meta:
        ordering = ("summary", "-number")
        constraints = (
            models.UniqueConstraint(fields=("summary", "number"), name="meetings_revision_number"),
            models.CheckConstraint(name="meetings_revision_correction_has_note", condition=Q(number=1) | ~Q(note="")),
            models.CheckConstraint(name="meetings_revision_from_one", condition=Q(number__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.summary}, revision {self.number}"


class SummaryComment(CommentModel):
    """What a member says about a published summary."""

    summary = models.ForeignKey(MeetingSummary, on_delete=models.PROTECT, related_name="comments")

    history = HistoricalRecords()
    objects = SummaryCommentQuerySet.as_manager()

    class Meta(CommentModel.Meta):
        ordering = (F("made_at").asc(), "pk")

    def __str__(self) -> str:
        return f"Comment by {self.made_by} on {self.summary}"
