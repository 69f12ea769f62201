"""The rules of scrutiny, one noun to a module. Pure: no Django, no clock."""

from recommendations.rules.reading import (
    REVIEW_TONES,
    VISIT_IDLE,
    ReviewNotice,
    Silence,
    SilenceKind,
    is_same_visit,
    review_notice,
    silence_since,
)

__all__ = [
    "REVIEW_TONES",
    "VISIT_IDLE",
    "ReviewNotice",
    "Silence",
    "SilenceKind",
    "is_same_visit",
    "review_notice",
    "silence_since",
]
