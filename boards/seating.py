"""Who sits at a body's table on a day, by sector: pages, papers and downloads read it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from boards.choices import Position
from boards.rules import RecordedDay, Span, nearest_days

if TYPE_CHECKING:
    from boards.models import Body, Person, Seat, SeatHolding, Sector


@dataclass(frozen=True)
class ShownSeat:
    """A seat on the day: its holder, the person in it, and deputies. ``printed_as`` is the seat's own label, where that
    is no name which the holder has or had.

    ``place`` says “seat 1 of 2” where several seats of the body have the same label and holder: these are two seats,
    not one entered twice.
    """

    seat: Seat
    holding: SeatHolding | None
    holder_name: str
    printed_as: str
    people: tuple[Person, ...]
    deputies: tuple[Person, ...]
    place: str

    @property
    def sector_name(self) -> str:
        return self.seat.sector.name if self.seat.sector else "No sector"

    @property
    def held(self) -> str:
        """Since when the holder has held it."""
        return self.holding.period if self.holding else ""


@dataclass(frozen=True)
class ShownSector:
    """The seats of one sector; ``stated`` is the number that the source prints, if it does."""

    name: str
    seats: tuple[ShownSeat, ...]
    stated: int | None

    @property
    def differs(self) -> bool:
        return self.stated is not None and self.stated != len(self.seats)


@dataclass(frozen=True)
class Seating:
    """All seats of a body on a day; ``nearest`` days are given where there are none that day."""

    on: date
    body: Body
    sectors: tuple[ShownSector, ...]
    nearest: tuple[RecordedDay, ...]

    @property
    def total(self) -> int:
        return sum(len(one.seats) for one in self.sectors)

    @property
    def sector_count(self) -> int:
        """How many sectors the seats are of: seats of no sector are of none."""
        return sum(one.seats[0].seat.sector is not None for one in self.sectors)

    @property
    def stated(self) -> int | None:
        numbers = [one.stated for one in self.sectors if one.stated is not None]
        return sum(numbers) if numbers else None


def seating_of(body: Body, *, on: date) -> Seating:
    """The seats on a day, in four queries however many there are; a fifth where there are none."""
    seats = list(body.seats.current(on=on).with_holders(on=on))
    labels = [_sameness(seat) for seat in seats]
    by_sector: dict[Sector | None, list[ShownSeat]] = {}
    for index, seat in enumerate(seats):
        same = labels.count(labels[index])
        place = f"seat {labels[: index + 1].count(labels[index])} of {same}" if same > 1 else ""
        by_sector.setdefault(seat.sector, []).append(_show(seat, on=on, place=place))
    ordered = sorted(by_sector.items(), key=lambda pair: (pair[0] is None, pair[0].sort_order if pair[0] else 0))
    sectors = tuple(
        ShownSector(found[0].sector_name, tuple(found), sector.seats_stated if sector else None)
        for sector, found in ordered
    )
    return Seating(on, body, sectors, () if seats else _nearest(body, on=on))


def _sameness(seat: Seat) -> tuple[object, ...]:
    holding = _holding(seat)
    return (seat.label, seat.sector_id, holding.organisation_id if holding else None, holding and holding.body_id)


def _holding(seat: Seat) -> SeatHolding | None:
    found: list[SeatHolding] = seat.holdings_on_day
    return found[0] if found else None


def _show(seat: Seat, *, on: date, place: str) -> ShownSeat:
    holding = _holding(seat)
    name, borne = "", set[str]()
    if holding is not None:
        name = holding.holder.name_on(on)
        borne = {known.lower() for known in (name, *(one.name for one in holding.holder.names.all()))}
    appointed = seat.people_on_day
    return ShownSeat(
        seat=seat,
        holding=holding,
        holder_name=name,
        printed_as="" if seat.label.lower() in borne else seat.label,
        people=tuple(one.person for one in appointed if one.position != Position.DEPUTY),
        deputies=tuple(one.person for one in appointed if one.position == Position.DEPUTY),
        place=place,
    )


def _nearest(body: Body, *, on: date) -> tuple[RecordedDay, ...]:
    known = body.seats.values_list("starts_on", "starts_precision", "ends_on", "ends_precision")
    return nearest_days((Span(*one) for one in known), on=on)
