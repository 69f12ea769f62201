"""What a complete summary consists of, and the names under which a draft keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from actions.models import Action
from actions.services.owners import owner_key
from agendas.models import AgendaItem
from attendance.models import departure_in_words
from boards.models import Seat
from core.rules.dates import format_date
from meetings.services.contacts import Owner
from summaries.choices import EarlierChoice

ROWS = "actions"
ROW_FIELDS = ("id", "what", "owner", "due_on", "item", "recommendation")
EARLIER_FIELDS = ("choice", "text", "due_on")


def seat_prefix(seat: Seat) -> str:
    return f"seat-{seat.pk}"


def earlier_prefix(action: int) -> str:
    """Of an action of an earlier meeting, by its primary key."""
    return f"earlier-{action}"


def _typed(day: date | None) -> str:
    return format_date(day) if day else ""


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

    def as_published(self) -> dict[str, object]:
        seat = {"number": self.seat.number, "label": self.seat.label, "holder": self.holder}
        further = {"body": self.body, "left": self.left}
        said = {name: words for name, words in further.items() if words}
        return {**seat, "state": self.state, "deputy": self.deputy, **said}

    def as_form(self) -> dict[str, str]:
        item = str(self.item.pk) if self.item else ""
        return {"state": self.state, "deputy": self.deputy, "left": self.departure, "item": item}


@dataclass(frozen=True)
class ActionAnswer:
    """An action agreed. ``action`` is the one that a correction rewords; None makes a new one.

    ``recommendation`` is the primary key of what it delivers (DI-1).
    """

    what: str
    owner: Owner
    due_on: date | None = None
    action: Action | None = None
    item: AgendaItem | None = None
    recommendation: int | None = None

    def as_form(self, action: Action) -> dict[str, str]:
        """``action`` is the row that the answer has become."""
        return {
            "id": str(action.pk),
            "what": self.what,
            "owner": owner_key(self.owner),
            "due_on": _typed(self.due_on),
            "item": str(self.item.pk) if self.item else "",
            "recommendation": str(self.recommendation or ""),
        }


@dataclass(frozen=True)
class EarlierAnswer:
    """What the meeting said of an action of an earlier one: ``due_on`` is the day that it is carried to."""

    action: Action
    choice: EarlierChoice
    text: str = ""
    due_on: date | None = None

    def as_published(self) -> dict[str, object]:
        """“Carried to 14 December 2026”, “Done”."""
        words = f"Carried to {format_date(self.due_on)}" if self.due_on else EarlierChoice(self.choice).label
        action = {"action": self.action.pk, "what": self.action.what, "owner": str(self.action.owner)}
        return action | {"words": words, "text": self.text}

    def as_form(self) -> dict[str, str]:
        """What tells one answer from another; not the state of the action itself."""
        return {"choice": self.choice, "text": self.text, "due_on": _typed(self.due_on)}


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
        agreed = zip(self.actions, actions, strict=True)
        parts = {
            **{seat_prefix(answer.seat): answer.as_form() for answer in self.seats},
            **{f"{ROWS}-{row}": answer.as_form(action) for row, (answer, action) in enumerate(agreed)},
            **{earlier_prefix(answer.action.pk): answer.as_form() for answer in self.earlier},
        }
        return {
            "key_issues": self.key_issues,
            "decisions": self.decisions,
            "others_present": self.others_present,
            f"{ROWS}-TOTAL_FORMS": str(len(self.actions)),
            **{f"{prefix}-{name}": said for prefix, part in parts.items() for name, said in part.items()},
        }
