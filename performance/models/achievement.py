"""What the partnership and its members have achieved."""

from django.db import models
from django.db.models import Q

from boards.models import Partnership
from core.choices import Precision
from core.models import Governed, precision_pair
from core.precise_dates import PreciseDateField
from performance.querysets import AchievementQuerySet


class Achievement(Governed):
    """One achievement with its figures as printed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="achievements")
    code = models.SlugField("code in imports", max_length=60)
    happened_on = PreciseDateField("date", null=True, blank=True, is_past=True)
    happened_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.UNKNOWN)
    theme = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=300)
    figures = models.CharField(max_length=200, blank=True)
    partners = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = AchievementQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "-happened_on", "code")
        constraints = (
            models.UniqueConstraint(fields=("partnership", "code"), name="performance_achievement_code"),
            models.CheckConstraint(
                name="performance_achievement_precision",
                condition=precision_pair("happened_on", "happened_precision"),
            ),
            models.CheckConstraint(
                name="performance_achievement_words",
                condition=Q(happened_precision__in=Precision.values),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """From which its code is made."""
        return self.title
