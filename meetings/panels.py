"""What apps above meetings add to its pages, in the manner of ``boards.panels``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from boards.panels import Panel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User
    from meetings.models import Action

# Each is asked with the action, the reader and the day, and may have nothing to show.
action_panels: list[Callable[[Action, User | AnonymousUser, date], Panel | None]] = []
