"""Reads of measures and achievements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

if TYPE_CHECKING:
    from core.models import User
    from performance.models import Achievement, Measure


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Performance is public."""
        return self.filter(partnership__is_listed=True)


class AchievementQuerySet(models.QuerySet["Achievement"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Achievements are public."""
        return self.filter(partnership__is_listed=True)
