"""What a complete summary consists of, and the names under which a draft keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boards.models import Body, Organisation, Person, Seat
from core.rules.dates import format_date
from meetings.models import Action

ROWS = "actions"
ROW_FIELDS = ("id", "what", "owner", "due_on")


def seat_field(seat: Seat, name: str) -> str:
    """The form field of a seat: its ``state`` or ``deputy``."""
    return f"seat-{seat.pk}-{name}"


Owner = Organisation | Body | Person


def owner_key(owner: Owner) -> str:
    """An owner as the form's one choice over organisations, bodies and people: “organisation:12”."""
    return f"{owner._meta.model_name}:{owner.pk}"


@dataclass(frozen=True)
class SeatAnswer:
    """Who was there for a seat; ``holder`` is the name of whoever holds it on the day."""

    seat: Seat
    state: str
    holder: str = ""
    deputy: str = ""


@dataclass(frozen=True)
class ActionAnswer:
    """An action agreed. ``action`` is the one that a correction rewords; None makes a new one."""

    what: str
    owner: Owner
    due_on: date | None = None
    action: Action | None = None

    @property
    def owner_fields(self) -> dict[str, Owner | None]:
        """The owner as the three foreign keys of an action, two of them empty."""
        fields: dict[str, Owner | None] = dict.fromkeys(("owner_organisation", "owner_body", "owner_person"))
        fields[f"owner_{self.owner._meta.model_name}"] = self.owner
        return fields


@dataclass(frozen=True)
class SummaryContent:
    """A summary that is complete; rich text is clean. ``note`` says what a correction corrects."""

    key_issues: str
    decisions: str = ""
    others_present: str = ""
    note: str = ""
    seats: list[SeatAnswer] = field(default_factory=list)
    actions: list[ActionAnswer] = field(default_factory=list)

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
        for row, (agreed, action) in enumerate(zip(self.actions, actions, strict=True)):
            data[f"{ROWS}-{row}-id"] = str(action.pk)
            data[f"{ROWS}-{row}-what"] = agreed.what
            data[f"{ROWS}-{row}-owner"] = owner_key(agreed.owner)
            data[f"{ROWS}-{row}-due_on"] = format_date(agreed.due_on) if agreed.due_on else ""
        return data
