"""The words of scrutiny."""

from django.db import models


class RecommendationStatus(models.TextChoices):
    """Statuses in use (domain brief, the cycle, 8)."""

    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    IMPLEMENTED = "implemented", "implemented"
    SUPERSEDED = "superseded", "superseded"
    NEEDS_FOLLOW_UP = "needs-follow-up", "needs follow-up"

    @property
    def tone(self) -> str:
        """The colour beside the words, on tags and charts alike."""
        return TONES[self]


TONES = {
    RecommendationStatus.NOT_STARTED: "grey",
    RecommendationStatus.IN_PROGRESS: "blue",
    RecommendationStatus.IMPLEMENTED: "green",
    RecommendationStatus.SUPERSEDED: "purple",
    RecommendationStatus.NEEDS_FOLLOW_UP: "amber",
}

# Nobody is asked for more progress on these.
CLOSED_STATUSES = (RecommendationStatus.IMPLEMENTED, RecommendationStatus.SUPERSEDED)


class FindingKind(models.TextChoices):
    """What a topic group noted beside its recommendations."""

    TERM_OF_REFERENCE = "term of reference", "Term of reference"
    PROCESS = "process", "How the group worked"
    CONCLUSION = "conclusion", "Conclusion"
    SCRUTINY_VALUE = "scrutiny value", "What scrutiny adds"
    DIFFICULTY = "difficulty", "Difficulty"
    UNTABLED = "untabled suggestion", "Suggested in the text, in no table"

    @property
    def heading(self) -> str:
        """What a list of such findings is headed by."""
        return HEADINGS[self]


HEADINGS = {
    FindingKind.TERM_OF_REFERENCE: "What the group was asked to look at",
    FindingKind.PROCESS: "How the group worked",
    FindingKind.CONCLUSION: "What it concluded",
    FindingKind.SCRUTINY_VALUE: "What scrutiny adds",
    FindingKind.DIFFICULTY: "What makes partnership work difficult",
    FindingKind.UNTABLED: "Suggested in the text, carried in no table",
}
