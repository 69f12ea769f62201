"""A measure that shows what a recommendation has come to: both are known here only."""

from django.db import models

from core.models import Governed
from performance.models import Measure
from recommendations.models import Recommendation


class MeasureLink(Governed):
    """A measure by which the delivery of a recommendation is followed."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="measure_links")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="recommendation_links")

    part_of, named_by = ("recommendation",), "measure"

    class Meta:
        ordering = ("recommendation", "measure__theme", "measure__name")
        constraints = (models.UniqueConstraint(fields=("recommendation", "measure"), name="reports_measure_link_once"),)

    def __str__(self) -> str:
        return f"{self.measure} follows {self.recommendation}"
