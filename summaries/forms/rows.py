"""The rows of the summary’s form: seats, actions agreed, and actions of earlier meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import Truncator

from actions.forms import Owners, OwnerSelect
from actions.models import Action
from actions.picks import ACTION_PICKS
from agendas.models import AgendaItem
from attendance.choices import AT_THE_TABLE, AttendanceState, Departure
from boards.models import Seat
from core.fields import ParagraphsField, PlainDateField, SearchableSelect, field_of
from core.records.picks import Pick
from core.rules.dates import format_date
from core.rules.text import clean_text, one_line
from meetings.services.contacts import Owner
from summaries.choices import EarlierChoice
from summaries.services.content import ROWS, ActionAnswer, EarlierAnswer, SeatAnswer, earlier_prefix, seat_prefix

LEFT = (("", "Stayed to the end"), *((one.value, one.label.capitalize()) for one in Departure))
EARLIER_CHOICES = (
    ("", "Leave as it is"),
    (EarlierChoice.NOTED, "Note"),
    (EarlierChoice.DONE, "Close as done"),
    (EarlierChoice.DROPPED, "Close as no longer needed"),
    (EarlierChoice.CARRIED, "Carry to another day"),
)
SELECT = forms.Select(attrs={"class": "govuk-select"})
# No browser may cut a paste without a word: what is too long is refused with a message.
UNCUT = {"class": "govuk-textarea", "maxlength": False, "rows": 2}


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``id`` is where it leads."""

    id: str
    text: str


def problems_of(fields: Iterable[BoundField]) -> Iterator[Problem]:
    """Radio buttons have no id as a group: the line leads to the first of them."""
    for field in fields:
        is_group = isinstance(field.field.widget, forms.RadioSelect)
        place = f"{field.auto_id}_0" if is_group else field.id_for_label
        yield from (Problem(place, str(error)) for error in field.errors)


def in_words(field: BoundField) -> str:
    """The words of the choice that is taken; nothing where none is."""
    return "".join(one.choice_label for one in field if one.data["value"] and one.data["selected"])


def name_date(field: forms.Field, noun: str) -> None:
    """Let the messages of a small box for a date call it by the row."""
    assert isinstance(field, PlainDateField)
    field.widget.attrs["class"] = "govuk-input govuk-input--width-10"
    field.noun = noun
    asked = f"Enter {noun}, for example 16 11 2026"
    field.error_messages.update(required=asked, invalid=asked)


class DraftRow(forms.Form):
    """A part of a draft, whose fields begin with ``prefix``: judged with ``check``, else only shown."""

    def __init__(self, draft: Mapping[str, str], *, prefix: str, check: bool, **kwargs: Any) -> None:
        typed = {name: draft.get(f"{prefix}-{name}") for name in self.base_fields}
        super().__init__(data=draft if check else None, initial=typed, prefix=prefix, **kwargs)


class SeatRow(DraftRow):
    """One line of the attendance table; ``name`` is the seat's among those that met."""

    state = forms.ChoiceField(choices=AttendanceState.choices, widget=forms.RadioSelect)
    deputy = forms.CharField(
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "govuk-input", "maxlength": False, "autocomplete": "off"}),
    )
    left = forms.ChoiceField(required=False, choices=LEFT, widget=SELECT)
    item = forms.ChoiceField(required=False, widget=SELECT)

    def __init__(
        self,
        draft: Mapping[str, str],
        *,
        seat: Seat,
        name: str,
        body: str,
        items: Mapping[str, AgendaItem],
        check: bool,
    ) -> None:
        super().__init__(draft, prefix=seat_prefix(seat), check=check)
        self.seat, self.name, self.body, self.items = seat, name, body, items
        listed = [("", "No item"), *((pk, f"{item.position}. {item.title}") for pk, item in items.items())]
        field_of(self, "item", forms.ChoiceField).choices = listed
        asked = f"{name}, {seat.label}: select attendance"
        self.fields["state"].error_messages.update(required=asked, invalid_choice=asked)
        self.fields["deputy"].error_messages["max_length"] = (
            f"{name}: the deputy’s name must be 120 characters or fewer"
        )
        for field in ("left", "item"):
            self.fields[field].error_messages["invalid_choice"] = f"{name}: select from the list"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        has_withdrawn = given.get("state") in AT_THE_TABLE and given.get("left") == Departure.INTEREST
        if has_withdrawn and self.items and not given.get("item") and "item" not in self.errors:
            self.add_error("item", f"{self.name}: select the item they withdrew for")
        return given

    @property
    def holder(self) -> str:
        """Who holds the seat on the day that it was read for (``SeatQuerySet.with_holders``)."""
        held = self.seat.holdings_on_day
        return str(held[0].holder) if held else ""

    @property
    def people(self) -> str:
        return ", ".join(str(one.person) for one in self.seat.people_on_day)

    @property
    def has_left(self) -> bool:
        """Then the part of the row that is seldom needed stands open."""
        return bool(self["left"].value() or self["left"].errors or self["item"].errors)

    @property
    def typed(self) -> str:
        """“Riverside College: deputy came A Deputy, left early 3. Warm homes”; empty for a seat that is not marked."""
        came, left = in_words(self["state"]), in_words(self["left"])
        words = (f"{came} {self['deputy'].value() or ''}".strip(), f"{left.lower()} {in_words(self['item'])}".strip())
        return f"{self.seat.label}: {', '.join(filter(None, words[: 2 if left else 1]))}" if came else ""

    def answer(self) -> SeatAnswer:
        """What was typed before another answer was chosen stays in the draft and goes no further."""
        given = self.cleaned_data
        departure = given["left"] if given["state"] in AT_THE_TABLE else ""
        return SeatAnswer(
            seat=self.seat,
            state=given["state"],
            holder=self.holder,
            body=self.body,
            deputy=clean_text(given["deputy"]).strip() if given["state"] == AttendanceState.DEPUTY else "",
            departure=departure,
            item=self.items.get(given["item"]) if departure else None,
        )


class ActionRow(DraftRow):
    """One action agreed. A row that is left empty is passed over."""

    use_required_attribute = False

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(label="What is to be done", max_length=500, widget=forms.Textarea(attrs=UNCUT))
    owner = forms.ChoiceField(label="Who does it", widget=OwnerSelect(attrs={"class": "govuk-select"}))
    due_on = PlainDateField(label="By when")
    # An item that has been taken off the agenda since is passed over, as the page does not offer it any more.
    item = forms.CharField(label="Agenda item (optional)", required=False, widget=SELECT)
    # So is a recommendation that is monitored no more.
    recommendation = forms.CharField(
        label="Recommendation that it delivers (optional)",
        required=False,
        widget=SearchableSelect(attrs={"class": "govuk-select"}),
    )

    def __init__(
        self,
        draft: Mapping[str, str],
        *,
        place: int | str,
        owners: Owners,
        known: Mapping[str, Action],
        recommendations: Mapping[str, Pick],
        held_on: date,
        check: bool,
    ) -> None:
        super().__init__(draft, prefix=f"{ROWS}-{place}", check=check, empty_permitted=True)
        self.number = place + 1 if isinstance(place, int) else "__number__"
        self.owners, self.known, self.held_on = owners, known, held_on
        self.recommendations = recommendations
        field_of(self, "owner", forms.ChoiceField).choices = owners.choices
        self.fields["owner"].widget.unreached = owners.unreached
        listed = [("", "No item of the agenda"), *((pk, str(item)) for pk, item in owners.items.items())]
        self.fields["item"].widget.choices = listed
        picks = [("", "No recommendation"), *((pk, pick.name) for pk, pick in recommendations.items())]
        self.fields["recommendation"].widget.choices = picks
        name_date(self.fields["due_on"], f"by when action {self.number} is to be done")
        chosen = f"Choose who does action {self.number}"
        self.fields["owner"].error_messages.update(required=chosen, invalid_choice=chosen)
        self.fields["what"].error_messages.update(
            required=f"Enter what action {self.number} is",
            max_length=f"Action {self.number} must be 500 characters or fewer",
        )

    def has_changed(self) -> bool:
        """Spaces are not an answer; the hidden number of the action is not one either."""
        return any(str(self[name].value() or "").strip() for name in ("what", "owner", "due_on"))

    @property
    def unreached_owner(self) -> Owner | None:
        """The owner chosen, if no email reaches them."""
        chosen = str(self["owner"].value() or "")
        return self.owners.found.get(chosen) if chosen in self.owners.unreached else None

    @property
    def has_items(self) -> bool:
        return bool(self.owners.items)

    @property
    def picked(self) -> Pick | None:
        return self.recommendations.get(str(self["recommendation"].value() or ""))

    @property
    def suggestions(self) -> list[Pick]:
        """Recommendations that its words may be about, as long as none is picked."""
        known = {pick.pk: pick for pick in self.recommendations.values()}
        return [] if self.picked else ACTION_PICKS.picker.suggest(str(self["what"].value() or ""), known)

    @property
    def typed(self) -> str:
        """What is typed, in a line; empty for an empty row."""
        owner = str(self.owners.found.get(self["owner"].value() or "", ""))
        picked = self.picked.short if self.picked else ""
        return ", ".join(filter(None, (self["what"].value(), owner, self["due_on"].value(), picked)))

    def clean_what(self) -> str:
        return one_line(self.cleaned_data["what"])

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.held_on:
            raise ValidationError(
                f"The day by which it is to be done must be on or after the meeting, {format_date(self.held_on)}"
            )
        return due_on

    def answer(self) -> ActionAnswer:
        given = self.cleaned_data
        return ActionAnswer(
            what=given["what"],
            owner=self.owners.found[given["owner"]],
            due_on=given["due_on"],
            action=self.known.get(given["id"]),
            item=self.owners.items.get(given["item"]),
            recommendation=self.picked.pk if self.picked else None,
        )


class EarlierRow(DraftRow):
    """One action of an earlier meeting: noted, closed, carried, or left alone."""

    choice = forms.ChoiceField(choices=EARLIER_CHOICES, required=False, widget=forms.RadioSelect)
    due_on = PlainDateField(label="Carried to", required=False)
    text = ParagraphsField(label="What was said", max_length=1000, rows=2, required=False)

    def __init__(self, draft: Mapping[str, str], *, action: Action, held_on: date, on: date, check: bool) -> None:
        super().__init__(draft, prefix=earlier_prefix(action.pk), check=check)
        self.action, self.held_on, self.is_overdue = action, held_on, action.is_overdue(on=on)
        self.short = f"“{Truncator(action.what).chars(60)}”"
        self.fields["text"].widget.attrs["class"] = "govuk-textarea"
        self.fields["text"].error_messages["max_length"] = (
            f"What was said about {self.short} must be 1,000 characters or fewer"
        )
        name_date(self.fields["due_on"], f"the day that {self.short} is carried to")
        self.fields["choice"].error_messages["invalid_choice"] = f"Choose what becomes of {self.short}"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        choice, due_on = given.get("choice"), given.get("due_on")
        if choice == EarlierChoice.CARRIED:
            if due_on is None and "due_on" not in self.errors:
                self.add_error("due_on", self.fields["due_on"].error_messages["invalid"])
            elif due_on and due_on <= self.held_on:
                day = format_date(self.held_on)
                self.add_error("due_on", f"The day that {self.short} is carried to must be after the meeting, {day}")
            return given
        # A day typed before another answer was chosen stays in the draft and goes no further.
        self.errors.pop("due_on", None)
        if not choice and "choice" not in self.errors and given.get("text"):
            self.add_error("choice", f"Choose what becomes of {self.short}, or take out what you typed about it")
        if choice and not given.get("text") and "text" not in self.errors:
            self.add_error("text", f"Enter what was said about {self.short}")
        return given

    @property
    def typed(self) -> str:
        """“Fit the barriers: Carry to another day, 14 December 2026, The supplier is late”; empty if nothing is."""
        said = [in_words(self["choice"]), self["due_on"].value(), self["text"].value()]
        if not any(said):
            return ""
        return f"{self.action.what}: {', '.join(filter(None, [said[0] or EARLIER_CHOICES[0][1], *said[1:]]))}"

    def answer(self) -> EarlierAnswer | None:
        """None where it is left alone."""
        given = self.cleaned_data
        if not given["choice"]:
            return None
        choice = EarlierChoice(given["choice"])
        due_on = given["due_on"] if choice == EarlierChoice.CARRIED else None
        return EarlierAnswer(action=self.action, choice=choice, text=given["text"], due_on=due_on)
