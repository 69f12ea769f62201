"""The membership as a file; the same reading feeds the page."""

from __future__ import annotations

from boards.seating import ShownSeat
from core.sheets import Column, Sheet

Field = Column[ShownSeat]


class MembershipSheet(Sheet[ShownSeat]):
    """One row for each seat; two identical seats are two rows."""

    number = Field("Seat", lambda one: one.seat.number)
    sector = Field("Sector", lambda one: one.sector_name)
    label = Field("Agency as printed", lambda one: one.seat.label)
    holder = Field("Holder", lambda one: one.holder_name)
    kind = Field("Kind of holder", lambda one: one.holding.get_holder_kind_display() if one.holding else "")
    people = Field("Person", lambda one: ", ".join(str(person) for person in one.people))
    held = Field("Held", lambda one: one.held)
    source = Field("Source", lambda one: one.seat.source)
