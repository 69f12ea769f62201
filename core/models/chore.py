"""What the background worker does by the clock, and what went wrong with it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class Chore(models.Model):
    """One of the worker's chores: when it last began, by which process, and when it ended."""

    name = models.SlugField(max_length=40, unique=True)
    worker = models.CharField("process that does it", max_length=120, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ChoreFailureQuerySet(models.QuerySet["ChoreFailure"]):
    def unsettled(self) -> Self:
        return self.filter(settled_at=None)

    def of_partnership(self, slug: str) -> Self:
        """What failed for one partnership, and whole chores, which concern them all."""
        return self.filter(scope__in=(slug, ""))

    def due(self, *, at: datetime) -> Self:
        return self.filter(retry_at__lte=at)


class ChoreFailure(models.Model):
    """One row that a chore could not deal with, or the chore as a whole; counted up until it goes well again.

    ``about`` names the row within the chore (``meetings.meeting 12``) and is empty for the chore as a whole.
    """

    chore = models.SlugField(max_length=40)
    scope = models.CharField("partnership's address", max_length=40, blank=True)
    about = models.CharField(max_length=120, blank=True)
    about_label = models.CharField(max_length=250, blank=True)
    error = models.CharField(max_length=500)
    times = models.PositiveIntegerField(default=1)
    failed_at = models.DateTimeField("first failed at")
    last_failed_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ChoreFailureQuerySet.as_manager()

    class Meta:
        ordering = ("-last_failed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("chore", "about"), condition=Q(settled_at=None), name="core_chore_failure_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.chore}: {self.about_label or 'the whole chore'}"
