"""Forms that were sent, so that a button pressed twice does once what it says."""

from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone


class FormTokenQuerySet(models.QuerySet["FormToken"]):
    def expired(self, *, before: datetime) -> Self:
        return self.filter(made_at__lt=before)


class FormToken(models.Model):
    """The token of one form that was taken, and the address to which it led."""

    token = models.UUIDField(unique=True)
    leads_to = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = FormTokenQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("made_at",), name="core_form_token_made"),)

    def __str__(self) -> str:
        return str(self.token)

    @staticmethod
    def new() -> UUID:
        return uuid4()
