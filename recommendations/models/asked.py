"""Who was asked for progress before a meeting, and what members want to be followed up there."""

from django.db import models
from django.utils import timezone

from core.models import Governed
from meetings.models import Meeting
from recommendations.models.recommendation import Recommendation, ResponsibleParty
from recommendations.querysets import ProgressRequestQuerySet


class ProgressRequest(Governed):
    """A party is asked, before a meeting of the PPB, how far a recommendation is."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="progress_requests")
    party = models.ForeignKey(ResponsibleParty, on_delete=models.PROTECT, related_name="progress_requests")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="progress_requests")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    part_of, named_by = ("recommendation",), "party"
    objects = ProgressRequestQuerySet.as_manager()

    class Meta:
        ordering = ("meeting", "party", "recommendation")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "party", "meeting"), name="recommendations_request_once"),
        )

    def __str__(self) -> str:
        return f"{self.party} is asked about {self.recommendation}"
