"""What apps above let officers pick for an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.records.picks import PickPlace

if TYPE_CHECKING:
    from actions.models import Action

# The recommendations that an action delivers.
ACTION_PICKS: PickPlace[Action] = PickPlace()
