"""What setting up a partnership leaves beside the partnership itself."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from boards.models import Partnership


class SetupCodeQuerySet(models.QuerySet["SetupCode"]):
    def usable(self, *, at: datetime) -> Self:
        """Those that have neither been used nor expired."""
        return self.filter(used_at=None, expires_at__gt=at)


class SetupCode(models.Model):
    """A code by which whoever runs the server lets somebody set up one partnership; only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SetupCodeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                name="founding_code_expires_later", condition=models.Q(expires_at__gt=models.F("made_at"))
            ),
        )

    def __str__(self) -> str:
        return f"Set-up code of {self.made_at:%Y-%m-%d %H:%M}"


class Dismissal(models.Model):
    """An officer has dismissed the list *Getting started* of a partnership."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT, related_name="+")
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Getting started of {self.partnership}"
