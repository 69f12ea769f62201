"""Which recommendations an action delivers, as officers pick them on its page."""

from __future__ import annotations

from typing import Any

from actions.models import Action
from actions.picks import ACTION_PICKS
from core import clock
from core.records.picks import PickingForm


class ActionPicksForm(PickingForm):
    field_order: Any = ("suggested", "picks")

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picks"].label = "Recommendations that the action delivers"
        picker = ACTION_PICKS.picker
        picked = picker.picked(action)
        choices = picker.choices(action.meeting, on=clock.today(), also=picked)
        self.offer(choices, picked=picked, suggestions=picker.suggest(action.what, choices))
