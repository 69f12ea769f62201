"""Words that several apps choose from."""

from django.db import models


class Precision(models.TextChoices):
    """How much is known of a date (T-4)."""

    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"
    UNKNOWN = "unknown", "not known"


class ChangeKind(models.TextChoices):
    """What became of a governed record."""

    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    REMOVED = "removed", "Removed"
