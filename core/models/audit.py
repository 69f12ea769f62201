"""What somebody did, in one line; what changed in which field is in ``Change``, told apart by the same ``act``."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def expired(self, *, before: datetime) -> Self:
        """Those that hold where somebody came from, and are no longer kept."""
        return self.filter(network__isnull=False, made_at__lt=before)


class AuditEvent(models.Model):
    """One act: its verb (``summary.published``), who, when, and about what.

    What happens to an account belongs to no partnership: it has ``account`` in place of ``scope``, and is shown in each
    partnership where the person held a role that day. What can happen any number of times (refusals, wrong passwords)
    is one row an hour, counted in ``times``; ``made_at`` is then the latest.
    """

    verb = models.CharField(max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    scope = models.CharField("partnership's address", max_length=40, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    network = models.GenericIPAddressField("network address", null=True, blank=True)
    about_type = models.CharField(max_length=60)
    about_pk = models.CharField(max_length=40)
    about_label = models.CharField(max_length=250)
    details = models.JSONField(default=dict, blank=True)
    times = models.PositiveIntegerField(default=1)
    act = models.UUIDField("the act that it was part of, with its changes", null=True, blank=True)
    counted_as = models.CharField("what is counted in the row", max_length=64, null=True, blank=True, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=("scope", "-made_at", "-id"), name="core_audit_newest"),
            models.Index(fields=("about_type", "about_pk"), name="core_audit_about"),
            models.Index(fields=("account", "-made_at"), name="core_audit_account"),
        )

    def __str__(self) -> str:
        return f"{self.verb}: {self.about_label}"
