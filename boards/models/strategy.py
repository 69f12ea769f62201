"""Strategies and their priorities, which are redrawn when a strategy's period ends."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from boards.choices import StrategyStatus
from boards.models.partnership import Partnership
from core.addresses import address
from core.models import DatedModel, Governed
from core.querysets import DatedQuerySet


class StrategyQuerySet(DatedQuerySet["Strategy"]):
    def with_priority_count(self) -> Self:
        """Each strategy with ``top_priorities``, sub-themes not counted."""
        return self.annotate(top_priorities=Count("priorities", filter=Q(priorities__parent=None)))


class Strategy(DatedModel, Governed):
    """A Sustainable Community Strategy or a proposal for one; proposed is not the same as adopted."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="strategies")
    code = models.SlugField("address", max_length=60)
    name = models.CharField(max_length=200)
    status = models.CharField(max_length=16, choices=StrategyStatus.choices)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    objects = StrategyQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = (F("starts_on").desc(nulls_last=True), "name")
        verbose_name_plural = "strategies"
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=("partnership", "code"), name="boards_strategy_code"),
            models.CheckConstraint(name="boards_strategy_words", condition=Q(status__in=StrategyStatus.values)),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("boards:strategy", self.partnership.slug, self.code)


class Priority(DatedModel, Governed):
    """A priority, theme or sub-theme of a strategy."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="priorities")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="sub_themes")
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    part_of, named_by = ("strategy",), "name"
    objects = DatedQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        ordering = ("strategy", "position", "pk")
        verbose_name_plural = "priorities"
        constraints = (
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(fields=("strategy", "code"), name="boards_priority_code"),
            models.CheckConstraint(name="boards_priority_not_its_own_parent", condition=~Q(parent=F("pk"))),
        )

    def __str__(self) -> str:
        return self.name
