"""What is kept of people in progress."""

from __future__ import annotations

from django.db.models import Q

from core.personal import declare
from progress.models import ProgressRequest, ProgressUpdate, StatusChange, StatusProposal

declare(ProgressRequest)
declare(
    ProgressUpdate,
    copied=("reported_by",),
    written=("text", "status_reason", "date_note", "source", "note"),
    nothing={"a code in files": ("code",)},
    theirs=lambda subject: Q(told_by=subject.person),
    known_by=("reported_by",),
)
declare(StatusChange, written=("reason", "evidence"))
declare(StatusProposal, written=("reason", "evidence", "decision_note"))
