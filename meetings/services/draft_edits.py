"""What the form's small buttons do to a draft where no script does it in the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from boards.models import Seat
from meetings.choices import AttendanceState
from meetings.services.content import ROW_FIELDS, ROWS, seat_field

MOST_ROWS = 100


def row_count(draft: dict[str, str]) -> int:
    """How many action rows the page had; at least one."""
    typed = draft.get(f"{ROWS}-TOTAL_FORMS", "")
    return min(max(int(typed), 1), MOST_ROWS) if re.fullmatch(r"\d{1,4}", typed, re.ASCII) else 1


def with_row_added(draft: dict[str, str]) -> dict[str, str]:
    return draft | {f"{ROWS}-TOTAL_FORMS": str(min(row_count(draft) + 1, MOST_ROWS))}


def with_row_removed(draft: dict[str, str], *, row: int) -> dict[str, str]:
    """The rows below move up."""
    kept = [place for place in range(row_count(draft)) if place != row]
    rows = {
        f"{ROWS}-{new}-{name}": draft.get(f"{ROWS}-{old}-{name}", "")
        for new, old in enumerate(kept)
        for name in ROW_FIELDS
    }
    others = {name: value for name, value in draft.items() if not re.match(rf"{ROWS}-\d", name)}
    return others | rows | {f"{ROWS}-TOTAL_FORMS": str(len(kept))}


def with_all_present(draft: dict[str, str], seats: Iterable[Seat]) -> dict[str, str]:
    """Seats that are marked already stay as they are."""
    unmarked = [name for seat in seats if not draft.get(name := seat_field(seat, "state"))]
    return draft | dict.fromkeys(unmarked, AttendanceState.PRESENT.value)
