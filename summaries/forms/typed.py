"""What somebody typed, complete or not, to be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.forms import BoundField

from attendance.choices import AttendanceState, Departure
from core.richtext import clean_html
from summaries.forms.rows import CHOICES, EarlierRow
from summaries.forms.summary import SeatRow, SummaryForm


@dataclass(frozen=True)
class Typed:
    """A draft in words; rich text is clean, whatever the browser sent."""

    key_issues: str
    decisions: str
    others_present: str
    note: str
    seats: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def as_typed(form: SummaryForm) -> Typed:
    def value(name: str) -> str:
        return str(form.initial.get(name) or "")

    return Typed(
        key_issues=clean_html(value("key_issues")),
        decisions=clean_html(value("decisions")),
        others_present=value("others_present"),
        note=value("note"),
        seats=[_seat(row) for row in form.seat_rows if row.state.value() in AttendanceState.values],
        earlier=[line for row in form.earlier if (line := _earlier(row))],
        actions=[
            ", ".join(
                filter(
                    None,
                    (row["what"].value(), str(row.owners.found.get(row["owner"].value(), "")), row["due_on"].value()),
                )
            )
            for row in form.rows
            if row.has_changed()
        ],
    )


def _seat(row: SeatRow) -> str:
    """“Riverside College: deputy came A Deputy, left early 3. Warm homes”."""
    came = f"{AttendanceState(row.state.value()).label} {row.deputy.value() or ''}".strip()
    left = dict(Departure.choices).get(row.left.value() or "", "")
    item = _chosen(row.item) if left else ""
    return f"{row.seat.label}: {', '.join(filter(None, (came, f'{left} {item}'.strip())))}"


def _chosen(box: BoundField) -> str:
    """The words of the choice that is taken; nothing where none is."""
    return "".join(option.choice_label for option in box if option.data["value"] and option.data["selected"])


def _earlier(row: EarlierRow) -> str:
    """“Fit the barriers: Carry to another day, 14 December 2026. The supplier is late”; empty where nothing is said."""
    words = dict(CHOICES).get(row["choice"].value() or "", "")
    said = [str(row[name].value()) for name in ("due_on", "text") if row[name].value()]
    return f"{row.action.what}: {', '.join([words, *said])}" if row["choice"].value() or said else ""
