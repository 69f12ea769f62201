"""What the council's executive and the partnership answer to a recommendation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.choices import Precision
from core.models import Governed, precision_pair
from core.rules.dates import format_date
from meetings.models import Meeting
from recommendations.choices import Responder, ResponseDecision
from recommendations.models.recommendation import Recommendation
from recommendations.querysets import ResponseQuerySet


class Response(Governed):
    """Accepted, accepted in part or rejected, with the reason. A later one of the same responder takes its place."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    responder = models.CharField(max_length=11, choices=Responder.choices)
    decision = models.CharField(max_length=8, choices=ResponseDecision.choices)
    reason = models.TextField(max_length=2000)
    responded_on = models.DateField(null=True, blank=True)
    responded_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="responses")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    part_of, named_by = ("recommendation",), "responder"
    objects = ResponseQuerySet.as_manager()

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
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.responded_on, self.responded_precision)

    @property
    def tone(self) -> str:
        return ResponseDecision(self.decision).tone
