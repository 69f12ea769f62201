from __future__ import annotations

from django.db import models


class ProposalState(models.TextChoices):
    """What became of a status that somebody who does the work proposed."""

    WAITING = "waiting", "waiting for confirmation"
    CONFIRMED = "confirmed", "confirmed"
    DECLINED = "declined", "not confirmed"
