from __future__ import annotations

from django.db import models


class TopicState(models.TextChoices):
    """Where a topic of a PPB's programme stands."""

    PROPOSED = "proposed", "proposed"
    CHOSEN = "chosen", "chosen"
    UNDER_WAY = "under-way", "under way"
    REPORTED = "reported", "reported"
    NOT_TAKEN_UP = "not-taken-up", "not taken up"

    @property
    def tone(self) -> str:
        return TOPIC_TONES[self]


TOPIC_TONES = {
    TopicState.PROPOSED: "purple",
    TopicState.CHOSEN: "blue",
    TopicState.UNDER_WAY: "blue",
    TopicState.REPORTED: "green",
    TopicState.NOT_TAKEN_UP: "grey",
}


class ReportStage(models.TextChoices):
    """Where a topic group's report goes, in this order; ``scrutiny.wording`` has a place's own names."""

    DRAFT = "draft", "Draft"
    GROUP = "group", "Topic group"
    PPB = "ppb", "Scrutiny board"
    EXECUTIVE = "executive", "Executive"
    PARTNERSHIP = "partnership", "Partnership"


class StageOutcome(models.TextChoices):
    AGREED = "agreed", "agreed"
    AGREED_WITH_CHANGES = "agreed-with-changes", "agreed with changes"
    NOTED = "noted", "noted"
    REFERRED_BACK = "referred-back", "referred back"
    NOT_AGREED = "not-agreed", "not agreed"

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[self]


OUTCOME_TONES = {
    StageOutcome.AGREED: "green",
    StageOutcome.AGREED_WITH_CHANGES: "green",
    StageOutcome.NOTED: "blue",
    StageOutcome.REFERRED_BACK: "amber",
    StageOutcome.NOT_AGREED: "red",
}


class EvidenceKind(models.TextChoices):
    """How a topic group came to know something."""

    WITNESS = "witness", "Witness"
    WRITTEN = "written", "Written evidence"
    VISIT = "visit", "Visit"
    DATA = "data", "Figures"
    DOCUMENT = "document", "Document"


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
