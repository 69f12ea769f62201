"""What officers pick for a record from an app above: the recommendations that an agenda item is about.

The app that owns the record declares a ``PickPlace``; the app above gives it the ``Picker`` when the portal starts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms

from core.fields import field_of
from core.models import User
from core.records.forms import CarriedField

Record = TypeVar("Record")


@dataclass(frozen=True)
class Pick:
    """What can be picked: ``name`` stands in the list, ``short`` (“recommendation 8”) in a sentence."""

    pk: int
    name: str
    short: str


class Picker(ABC, Generic[Record]):
    """Reads and keeps what is picked for records of one kind."""

    @abstractmethod
    def choices(self, meeting: Any, *, on: date, also: Collection[int] = ()) -> dict[int, Pick]:
        """What can be picked at the meeting; ``also`` are those picked before, which stay on the list."""

    @abstractmethod
    def picked(self, record: Record) -> set[int]:
        """The primary keys of what is picked for the record."""

    @abstractmethod
    def change(self, record: Record, *, add: Collection[int], remove: Collection[int], by: User) -> None:
        """Pick more, and less; picked already, it stays so."""

    @abstractmethod
    def suggest(self, text: str, choices: Mapping[int, Pick]) -> list[Pick]:
        """Those that the text may be about: a suggestion, which counts once somebody picks it."""


class PickPlace(Generic[Record]):
    """Where a picker is registered."""

    picker: Picker[Record]


class PickingForm(forms.Form):
    """The fields of what is picked. Only what the reader ticked or unticked is changed, whatever others did meanwhile.

    A form of a record calls ``offer`` once its fields are there.
    """

    picks = forms.TypedMultipleChoiceField(
        label="Recommendations that it is about",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Readers see them with the meeting.",
        error_messages={"invalid_choice": "Select recommendations from the list"},
    )
    suggested = forms.TypedMultipleChoiceField(
        label="This text may be about a recommendation",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select it to add it.",
        error_messages={"invalid_choice": "Select recommendations from the list"},
    )
    picks_shown = CarriedField()

    def offer(self, choices: Mapping[int, Pick], *, picked: Collection[int], suggestions: Collection[Pick]) -> None:
        """Show the choices, those picked ticked, and the suggestions that are not."""
        named = [(pk, pick.name) for pk, pick in choices.items()]
        field_of(self, "picks", forms.TypedMultipleChoiceField).choices = named
        self.initial["picks"] = sorted(picked)
        self.initial["picks_shown"] = " ".join(map(str, sorted(picked)))
        new = [(pick.pk, pick.name) for pick in suggestions if pick.pk not in picked]
        field_of(self, "suggested", forms.TypedMultipleChoiceField).choices = new
        if not choices:
            del self.fields["picks"]
        if not new:
            del self.fields["suggested"]

    def pick_changes(self) -> dict[str, set[int]]:
        """``add`` and ``remove``, once the form is valid."""
        given = self.cleaned_data
        sent = str(given.get("picks_shown") or "").split()
        shown = {int(pk) for pk in sent if pk.isdecimal() and len(pk) < 19}
        chosen = set(given.get("picks", ()))
        return {"add": chosen - shown | set(given.get("suggested", ())), "remove": shown - chosen}
