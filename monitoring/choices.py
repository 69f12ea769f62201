from __future__ import annotations

from django.db import models


class ReviewOutcome(models.TextChoices):
    """What a review after twelve months leads to."""

    CONTINUE = "continue", "goes on as it is"
    REOPEN = "reopen", "reopened"
    FOLLOWED = "followed", "followed by new recommendations"
    COMPLETE = "complete", "complete"


class DiscussedIn(models.TextChoices):
    """Where it is on record that a meeting discussed a recommendation."""

    AGENDA = "agenda", "on the agenda"
    SUMMARY = "summary", "in the summary"
