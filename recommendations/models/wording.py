"""How a recommendation was worded in one paper after another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.choices import Precision
from core.models import Governed, precision_pair
from core.rules.dates import format_date
from recommendations.models.recommendation import Recommendation
from recommendations.querysets import WordingQuerySet


class Wording(Governed):
    """One wording. The recommendation itself repeats the latest."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    title = models.CharField("action", max_length=300)
    explanation = models.TextField(blank=True)
    task = models.CharField("what each party is asked to do", max_length=300, blank=True)
    paper = models.CharField("in which paper", max_length=200)
    worded_on = models.DateField(null=True, blank=True)
    worded_precision = models.CharField(max_length=7, choices=Precision.choices, default=Precision.DAY)
    change_note = models.CharField("why it was reworded", max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    part_of, named_by = ("recommendation",), "title"
    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ("recommendation", "number")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "number"), name="recommendations_wording_number"),
            models.CheckConstraint(name="recommendations_wording_has_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="recommendations_wording_words", condition=Q(worded_precision__in=Precision.values)
            ),
            models.CheckConstraint(
                name="recommendations_wording_change_has_note", condition=Q(number=1) | ~Q(change_note="")
            ),
            models.CheckConstraint(
                name="recommendations_wording_precision", condition=precision_pair("worded_on", "worded_precision")
            ),
        )

    def __str__(self) -> str:
        return f"{self.recommendation}, wording {self.number}"

    @property
    def when(self) -> str:
        """As much of the date as is known (T-4)."""
        return format_date(self.worded_on, self.worded_precision)

    @property
    def points(self) -> list[str]:
        return self.explanation.splitlines()
