"""How a partnership runs its scrutiny."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from boards.models import Partnership


class ScrutinySettings(models.Model):
    """Set by admins. ``executive_clock`` runs the two months in which the council's executive must answer."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="scrutiny_settings")
    asks_for_progress = models.BooleanField("ask for progress before each PPB meeting", default=True)
    weeks_before = models.PositiveSmallIntegerField("weeks before the meeting", default=6)
    answer_weeks_before = models.PositiveSmallIntegerField("answers wanted, weeks before the meeting", default=2)
    # So that a minute's look at what is to be asked costs one query: each working day's morning is gone through once.
    asked_for_on = models.DateField("requests last gone through on", null=True, blank=True, editable=False)
    executive_clock = models.BooleanField("the executive must answer within two months", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "scrutiny settings"
        constraints = (
            models.CheckConstraint(
                name="recommendations_settings_weeks",
                condition=Q(weeks_before__range=(1, 26)) & Q(answer_weeks_before__lt=models.F("weeks_before")),
                violation_error_message="Answers must be wanted after the request goes out, and before the meeting.",
            ),
        )

    def __str__(self) -> str:
        return f"Scrutiny settings of {self.partnership}"
