"""What members ask, and when each reader last looked."""

from django.conf import settings
from django.db import models
from django.db.models import F

from boards.models import Partnership
from core.models import CommentModel, Governed
from recommendations.models.recommendation import Recommendation
from recommendations.querysets import RecommendationCommentQuerySet


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
