"""What a complete summary consists of, and the names under which a draft keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions.models import Action
from actions.services.owners import owner_fields, owner_key
from agendas.models import AgendaItem
from attendance.models import departure_in_words
from boards.models import Seat
from core.rules.dates import format_date
from meetings.services.contacts import Owner
from summaries.choices import EarlierChoice

ROWS = "actions"
ROW_FIELDS = ("id", "what", "owner", "due_on", "item")
SEAT_FIELDS = ("state", "deputy", "left", "item")
EARLIER_FIELDS = ("choice", "text", "due_on")


def seat_field(seat: Seat, name: str) -> str:
    """The form field of a seat: one of ``SEAT_FIELDS``."""
    return f"seat-{seat.pk}-{name}"


def earlier_field(action: int, name: str) -> str:
    """The form field of an action of an earlier meeting, by its primary key: one of ``EARLIER_FIELDS``."""
    return f"earlier-{action}-{name}"


@dataclass(frozen=True)
class SeatAnswer:
    """Who was there for a seat; ``holder`` is the name of whoever holds it on the day.

    ``body`` names the seat's body where several met jointly.
    """

    seat: Seat
    state: str
    holder: str = ""
    deputy: str = ""
    body: str = ""
    departure: str = ""
    item: AgendaItem | None = None

    @property
    def left(self) -> str:
        """That somebody left early or withdrew, in words that everyone may read."""
        if self.item is None:
            return departure_in_words(self.departure, "")
        title = "" if self.item.is_members_only else f", {self.item.title}"
        return departure_in_words(self.departure, f"item {self.item.position}{title}")


@dataclass(frozen=True)
class ActionAnswer:
    """An action agreed. ``action`` is the one that a correction rewords; None makes a new one."""

    what: str
    owner: Owner
    due_on: date | None = None
    action: Action | None = None
    item: AgendaItem | None = None

    @property
    def owner_fields(self) -> dict[str, Owner | None]:
        """The owner as the three foreign keys of an action, two of them empty."""
        return owner_fields(self.owner)


@dataclass(frozen=True)
class EarlierAnswer:
    """What the meeting said of an action of an earlier one: ``due_on`` is the day that it is carried to."""

    action: Action
    choice: EarlierChoice
    text: str = ""
    due_on: date | None = None

    @property
    def words(self) -> str:
        """“Carried to 14 December 2026”, “Done”."""
        return f"Carried to {format_date(self.due_on)}" if self.due_on else EarlierChoice(self.choice).label

    def as_said(self) -> dict[str, str]:
        """What tells one answer from another; not the state of the action itself."""
        return {"choice": self.choice, "text": self.text, "due_on": format_date(self.due_on) if self.due_on else ""}


@dataclass(frozen=True)
class SummaryContent:
    """A summary that is complete; rich text is clean. ``note`` says what a correction corrects."""

    key_issues: str
    decisions: str = ""
    others_present: str = ""
    note: str = ""
    seats: list[SeatAnswer] = field(default_factory=list)
    actions: list[ActionAnswer] = field(default_factory=list)
    earlier: list[EarlierAnswer] = field(default_factory=list)

    def as_form(self, actions: list[Action]) -> dict[str, Any]:
        """The fields of the form that would give this content, so that a correction starts from them.

        ``actions`` are the rows that the answers have become.
        """
        data = {
            "key_issues": self.key_issues,
            "decisions": self.decisions,
            "others_present": self.others_present,
            f"{ROWS}-TOTAL_FORMS": str(len(self.actions)),
            f"{ROWS}-INITIAL_FORMS": "0",
        }
        for answer in self.seats:
            data[seat_field(answer.seat, "state")] = answer.state
            data[seat_field(answer.seat, "deputy")] = answer.deputy
            data[seat_field(answer.seat, "left")] = answer.departure
            data[seat_field(answer.seat, "item")] = str(answer.item.pk) if answer.item else ""
        for row, (agreed, action) in enumerate(zip(self.actions, actions, strict=True)):
            data[f"{ROWS}-{row}-id"] = str(action.pk)
            data[f"{ROWS}-{row}-what"] = agreed.what
            data[f"{ROWS}-{row}-owner"] = owner_key(agreed.owner)
            data[f"{ROWS}-{row}-due_on"] = format_date(agreed.due_on) if agreed.due_on else ""
            data[f"{ROWS}-{row}-item"] = str(agreed.item.pk) if agreed.item else ""
        for said in self.earlier:
            data |= {earlier_field(said.action.pk, name): value for name, value in said.as_said().items()}
        return data
