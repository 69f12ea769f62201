"""What admins set in motion of the background work."""

from __future__ import annotations

from datetime import datetime

from boards.models import Partnership
from core import audit
from core.acts import act
from core.models import ChoreFailure, User


@act()
def retry_failures(*, partnership: Partnership, by: User, at: datetime) -> int:
    """Let all that failed for the partnership be tried again now, not when its turn comes; returns how many."""
    found = ChoreFailure.objects.of_partnership(partnership.slug).unsettled().update(retry_at=at)
    if found:
        audit.record("background.retried", by=by, about=partnership, scope=partnership.slug)
    return found
