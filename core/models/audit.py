"""What somebody did, in one line; what changed in which field is in the history of each record."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One act: its verb (``summary.published``), who, when, and about what."""

    verb = models.CharField(max_length=60)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    scope = models.CharField("partnership's address", max_length=40, blank=True)
    about_type = models.CharField(max_length=60)
    about_pk = models.CharField(max_length=40)
    about_label = models.CharField(max_length=250)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (
            models.Index(fields=("scope", "-made_at", "-id"), name="core_audit_newest"),
            models.Index(fields=("about_type", "about_pk"), name="core_audit_about"),
        )

    def __str__(self) -> str:
        return f"{self.verb}: {self.about_label}"
