"""The words of scrutiny."""

from django.db import models


class RecommendationStatus(models.TextChoices):
    """Statuses in use (domain brief, the cycle, 8)."""

    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    IMPLEMENTED = "implemented", "implemented"
    SUPERSEDED = "superseded", "superseded"
    NEEDS_FOLLOW_UP = "needs-follow-up", "needs follow-up"


class FindingKind(models.TextChoices):
    """What a topic group noted beside its recommendations."""

    TERM_OF_REFERENCE = "term of reference", "Term of reference"
    PROCESS = "process", "How the group worked"
    CONCLUSION = "conclusion", "Conclusion"
    SCRUTINY_VALUE = "scrutiny value", "What scrutiny adds"
    DIFFICULTY = "difficulty", "Difficulty"
    UNTABLED = "untabled suggestion", "Suggested in the text, in no table"
