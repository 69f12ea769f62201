"""The words of scrutiny."""

from django.db import models


class RecommendationStatus(models.TextChoices):
    """Statuses in use (domain brief, the cycle, 8). What is superseded is no longer relevant."""

    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    IMPLEMENTED = "implemented", "implemented"
    SUPERSEDED = "superseded", "no longer relevant"
    NOT_FEASIBLE = "not-feasible", "not feasible"
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
    RecommendationStatus.NOT_FEASIBLE: "red",
    RecommendationStatus.NEEDS_FOLLOW_UP: "amber",
}

# Nobody is asked for more progress on these; they are still monitored until a meeting decides to stop.
SETTLED_STATUSES = (
    RecommendationStatus.IMPLEMENTED,
    RecommendationStatus.SUPERSEDED,
    RecommendationStatus.NOT_FEASIBLE,
)

# The words that files may use for a status.
STATUS_WORDS: dict[str, RecommendationStatus] = {
    **{status.label: status for status in RecommendationStatus},
    "superseded": RecommendationStatus.SUPERSEDED,
    "no longer relevant (superseded)": RecommendationStatus.SUPERSEDED,
}


class RecommendationPriority(models.TextChoices):
    HIGH = "high", "high"
    MEDIUM = "medium", "medium"
    LOW = "low", "low"


class ScrutinyValue(models.TextChoices):
    """What scrutiny adds (report s6.3): each recommendation may serve several."""

    OUTCOMES = "outcomes", "better outcomes"
    PROCESSES = "processes", "better processes"
    DEMOCRATIC_INPUT = "democratic-input", "democratic input"
    OPENNESS = "openness", "openness"
    ENGAGEMENT = "engagement", "engagement"
    LEADERSHIP = "leadership", "leadership of place"


class Responder(models.TextChoices):
    """Who answers a recommendation."""

    EXECUTIVE = "executive", "the council’s executive"
    PARTNERSHIP = "partnership", "the partnership"


class ResponseDecision(models.TextChoices):
    ACCEPTED = "accepted", "accepted"
    IN_PART = "in-part", "accepted in part"
    REJECTED = "rejected", "rejected"

    @property
    def tone(self) -> str:
        return DECISION_TONES[self]


DECISION_TONES = {
    ResponseDecision.ACCEPTED: "green",
    ResponseDecision.IN_PART: "amber",
    ResponseDecision.REJECTED: "red",
}


class MonitoringChoice(models.TextChoices):
    """What a meeting decides: closed means that monitoring stops."""

    STOP = "stop", "stop monitoring"
    RESUME = "resume", "monitor again"
