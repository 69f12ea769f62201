"""What is kept of people in actions."""

from __future__ import annotations

from django.db.models import Q

from actions.models import Action, ActionHandover, ActionUpdate, Sharing
from core.personal import declare

declare(Action, written=("what",))
declare(ActionHandover, written=("reason",))
declare(
    ActionUpdate,
    copied=("reported_by",),
    written=("text",),
    theirs=lambda subject: Q(reporter=subject.person),
    known_by=("reported_by",),
)
declare(Sharing, written=("note",), theirs=lambda subject: Q(shared_by=subject.person))
