"""The words of summaries."""

from __future__ import annotations

from django.db import models

# The kind of mail that carries a published summary, and of its PDF. A message is about the version.
SUMMARY = "summary"


class EarlierChoice(models.TextChoices):
    """What a meeting makes of an action that an earlier one agreed."""

    NOTED = "noted", "Noted"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"
    CARRIED = "carried", "Carried to another day"
