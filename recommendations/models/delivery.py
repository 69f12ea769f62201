"""What delivers a recommendation: actions of meetings, and the priority of a strategy that it serves.

Measures are linked in ``reports``, which knows both.
"""

from django.db import models

from actions.models import Action
from boards.models import Priority
from core.models import Governed
from recommendations.models.recommendation import Recommendation


class DeliveringAction(Governed):
    """An action that delivers a recommendation, or a part of it."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="delivering_actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="recommendations_delivered")

    part_of, named_by = ("recommendation",), "action"

    class Meta:
        ordering = ("recommendation", "pk")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "action"), name="recommendations_action_once"),
        )

    def __str__(self) -> str:
        return f"{self.action} delivers {self.recommendation}"


class ServedPriority(Governed):
    """A priority of a strategy that a recommendation serves."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="served_priorities")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="recommendations_serving")

    part_of, named_by = ("recommendation",), "priority"

    class Meta:
        ordering = ("recommendation", "pk")
        verbose_name_plural = "served priorities"
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "priority"), name="recommendations_priority_once"),
        )

    def __str__(self) -> str:
        return f"{self.recommendation} serves {self.priority}"
