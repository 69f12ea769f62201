"""The words of scrutiny."""

from django.db import models

from core.rules.dates import ReviewState


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


class UpdateAge(models.TextChoices):
    """How long ago anybody has reported on an open recommendation (RU-2)."""

    RECENT = "fresh", "heard of in the last six months"
    STALE = "silent", "silent for over six months"
    UNDATED = "undated", "date not known"

    @property
    def tone(self) -> str:
        return {UpdateAge.RECENT: "green", UpdateAge.STALE: "amber"}.get(self, "grey")


# States of a review beside those of ``core.rules.dates.ReviewState``.
NO_DATE, NOT_EXPECTED = "date not known", "not expected"


class ReviewCount(models.TextChoices):
    """What the review of a recommendation is counted as (T-7, RU-4)."""

    RECORDED = "recorded", "recorded"
    DUE = "due", "due later"
    OVERDUE = "overdue", "overdue"
    NOT_KNOWN = "not-known", "due date not known"
    NOT_EXPECTED = "not-expected", "closed without one"

    @property
    def states(self) -> tuple[str, ...]:
        return COUNTED_REVIEWS[self][0]

    @property
    def tone(self) -> str:
        return COUNTED_REVIEWS[self][1]

    @classmethod
    def of(cls, state: str) -> "ReviewCount":
        """What a review of that state is counted as."""
        return next(one for one in cls if state in one.states)


COUNTED_REVIEWS: dict[ReviewCount, tuple[tuple[str, ...], str]] = {
    ReviewCount.RECORDED: ((ReviewState.DONE,), "green"),
    ReviewCount.DUE: ((ReviewState.NOT_DUE, ReviewState.DUE_SOON), "blue"),
    ReviewCount.OVERDUE: ((ReviewState.OVERDUE,), "red"),
    ReviewCount.NOT_KNOWN: ((NO_DATE,), "grey"),
    ReviewCount.NOT_EXPECTED: ((NOT_EXPECTED,), "purple"),
}
