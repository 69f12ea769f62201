"""Rows for downloads; the same readings feed the pages."""

from __future__ import annotations

from collections.abc import Iterator

from boards.seating import Seating
from core.exports import Row

MEMBERSHIP_HEADINGS = ("Seat", "Sector", "Agency as printed", "Holder", "Kind of holder", "Person", "Held", "Source")


def membership_rows(seating: Seating) -> Iterator[Row]:
    """One row for each seat; two identical seats are two rows."""
    for sector in seating.sectors:
        for one in sector.seats:
            yield (
                one.seat.number,
                sector.name,
                one.seat.label,
                one.holder_name,
                one.holding.get_holder_kind_display() if one.holding else "",
                ", ".join(person.name for person in one.people),
                one.held,
                one.seat.source,
            )
