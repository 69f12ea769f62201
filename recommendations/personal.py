"""What is kept of people in recommendations."""

from __future__ import annotations

from django.db.models import Q

from core.personal import declare
from recommendations.models import (
    DeliveringAction,
    Owner,
    Recommendation,
    RecommendationComment,
    RecommendationOwner,
    RecommendationState,
    RecommendationValue,
    RecommendationVisit,
    Response,
    ServedPriority,
    Wording,
)

declare(Owner, written=("name",), nothing={"part of an address, made of the name of a thing": ("code",)})
declare(RecommendationOwner, written=("printed_as",))
declare(
    Recommendation,
    written=("title", "explanation", "task", "status_reason", "resources_needed", "source", "note"),
)
declare(RecommendationState)
declare(RecommendationValue)
declare(DeliveringAction)
declare(ServedPriority)
declare(Wording, written=("title", "explanation", "task", "paper", "change_note", "source"))
declare(Response, written=("reason",))
declare(RecommendationComment, written=("text", "answer"))
declare(
    RecommendationVisit,
    theirs=lambda subject: Q(user=subject.user) if subject.user else Q(pk=None),
    go=True,
)
