"""What apps above boards add to its pages: each registers a function, and the page asks them all.

So a body's page shows its meetings, though boards knows nothing of meetings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from boards.models import Body, Organisation, Strategy
    from core.models import User


@dataclass(frozen=True)
class Panel:
    """A section of a page: its template, and what the template is given."""

    template: str
    context: dict[str, Any]


# Each is asked with the body or organisation and the day shown.
body_panels: list[Callable[[Body, date], Panel]] = []
organisation_panels: list[Callable[[Organisation, date], Panel]] = []
# Asked with the reader, too; each may have nothing to show.
strategy_panels: list[Callable[[Strategy, User | AnonymousUser, date], Panel | None]] = []
