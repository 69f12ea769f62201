"""Who the partnership is at the end of the year, and what changed in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from boards.models import BodyChange, BodyName, Partnership, SeatHolding
from boards.seating import Seating, seating_of
from boards.structure import ShownGroup, Structure, structure_of
from boards.words import Words
from core.rules.dates import format_date
from reports.rules import ReportedYear, counted, counted_in_words, falls_in


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed in the year."""

    day: date
    when: str
    words: str


@dataclass(frozen=True)
class StructureFacts:
    """Bodies and seats as at the day."""

    structure: Structure
    words: Words
    seating: Seating | None
    changes: tuple[Change, ...]

    @property
    def groups(self) -> tuple[ShownGroup, ...]:
        """The partnership's own groups of bodies, those without any left out."""
        return tuple(
            group
            for group in self.structure.groups
            if group.bodies and group.group.is_part and not group.group.is_board
        )

    @property
    def strategic(self) -> int:
        """How many bodies below the board owe summaries."""
        return sum(len(one.bodies) for one in self.structure.groups if one.group.is_strategic)

    @property
    def seats(self) -> int:
        return self.seating.total if self.seating else 0

    @property
    def sectors(self) -> int:
        return len(self.seating.sectors) if self.seating else 0

    @property
    def seats_by_sector(self) -> tuple[int, ...]:
        return tuple(len(sector.seats) for sector in self.seating.sectors) if self.seating else ()

    @property
    def holders(self) -> int:
        """How many different organisations, bodies and offices hold the seats."""
        if self.seating is None:
            return 0
        return len({seat.holder_name for sector in self.seating.sectors for seat in sector.seats if seat.holding})

    @property
    def strategic_words(self) -> str:
        """“five Specialist Strategic Partnerships”."""
        word = self.words.strategic
        return counted_in_words(self.strategic, word.one, word.many) if word else ""

    @property
    def lead(self) -> str:
        when = format_date(self.structure.on)
        if not self.seats:
            return f"The records name no seats of {self.words.board.a} on {when}."
        words = (
            f"On {when} the {self.words.board.one} had {counted(self.seats, 'seat')} in "
            f"{counted_in_words(self.sectors, 'sector')}, "
            f"held by {counted_in_words(self.holders, 'partner', 'different partners')}."
        )
        if self.strategic:
            words += f" {capfirst(self.strategic_words)} worked under it."
        return words

    @property
    def gaps(self) -> tuple[str, ...]:
        if self.seating is None or not self.seating.total:
            return (f"No seats of {self.words.board.a} are on record for the day",)
        vacant = sum(seat.holding is None for sector in self.seating.sectors for seat in sector.seats)
        return (f"{vacant} of {self.seats} seats have no holder on record",) if vacant else ()


def read_structure(partnership: Partnership, reported: ReportedYear) -> StructureFacts:
    """Structure as at the day, and the changes of the year until then."""
    structure = structure_of(partnership, on=reported.as_at)
    board = structure.board
    changes = sorted(_changes(partnership, reported), key=lambda change: (change.day, change.words))
    return StructureFacts(
        structure=structure,
        words=partnership.words,
        seating=seating_of(board, on=reported.as_at) if board else None,
        changes=tuple(changes),
    )


def _changes(partnership: Partnership, reported: ReportedYear) -> Iterator[Change]:
    # From 1 January, because a fact known only to the year stands on that day.
    window = (date(reported.year.start, 1, 1), reported.as_at)
    for fact in BodyChange.objects.filter(
        body__partnership=partnership, body__is_proposed=False, happened_on__range=window
    ).select_related("body", "successor"):
        if falls_in(fact.happened_on, fact.happened_precision, reported.year) and fact.happened_on:
            words = " ".join(filter(None, (fact.body.name, fact.get_kind_display(), str(fact.successor or ""))))
            yield Change(fact.happened_on, format_date(fact.happened_on, fact.happened_precision), words)
    for name in BodyName.objects.filter(body__partnership=partnership, starts_on__range=window).select_related("body"):
        earlier = name.body.names.filter(starts_on__lt=name.starts_on).exclude(pk=name.pk).first()
        if earlier and name.starts_on and falls_in(name.starts_on, name.starts_precision, reported.year):
            when = format_date(name.starts_on, name.starts_precision)
            yield Change(name.starts_on, when, f"{earlier.name} became {name.name}")
    yield from _seats_that_changed_hands(partnership, reported, window)


def _seats_that_changed_hands(
    partnership: Partnership, reported: ReportedYear, window: tuple[date, date]
) -> Iterator[Change]:
    started = SeatHolding.objects.filter(
        seat__body__partnership=partnership, seat__body__kind__is_board=True, starts_on__range=window
    ).select_related("seat", "organisation", "body")
    for holding in started:
        if holding.starts_on is None or not falls_in(holding.starts_on, holding.starts_precision, reported.year):
            continue
        before = holding.seat.holdings.filter(starts_on__lt=holding.starts_on).order_by("-starts_on").first()
        if before is not None:
            when = format_date(holding.starts_on, holding.starts_precision)
            words = f"Seat {holding.seat.number} passed from {before.holder} to {holding.holder}"
            yield Change(holding.starts_on, when, words)
