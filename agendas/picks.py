"""What apps above let officers pick for an agenda item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.records.picks import PickPlace

if TYPE_CHECKING:
    from agendas.models import AgendaItem

# The recommendations that an item is about.
ITEM_PICKS: PickPlace[AgendaItem] = PickPlace()
