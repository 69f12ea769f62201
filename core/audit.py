"""Writing down who did what."""

from typing import Any

from django.db import models

from core.models import AuditEvent, User


def record(verb: str, *, by: User | None, about: models.Model, scope: str = "", **details: Any) -> AuditEvent:
    """Write one act down, in the transaction of the act itself. ``scope`` is the partnership's address (slug)."""
    return AuditEvent.objects.create(
        verb=verb,
        made_by=by,
        scope=scope,
        about_type=about._meta.label_lower,
        about_pk=str(about.pk),
        about_label=str(about)[:250],
        details=details,
    )
