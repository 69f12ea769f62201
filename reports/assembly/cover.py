"""The picture on the cover: the Board's table, a dot for each seat, the sectors apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

RADIUS = 100.0
GAP_SHARE = 0.55
FIRST_ANGLE = -pi / 2


@dataclass(frozen=True, slots=True)
class Dot:
    """One seat; every other sector is ``pale``."""

    x: float
    y: float
    pale: bool


def seat_ring(sectors: Sequence[int]) -> tuple[Dot, ...]:
    """Seats round a table of radius 100 about the origin; between sectors is room for half a seat."""
    filled = [seats for seats in sectors if seats]
    step = 2 * pi / (sum(filled) + GAP_SHARE * len(filled)) if filled else 0.0
    dots = []
    angle = FIRST_ANGLE
    for place, seats in enumerate(filled):
        for _ in range(seats):
            dots.append(Dot(round(RADIUS * cos(angle), 2), round(RADIUS * sin(angle), 2), pale=bool(place % 2)))
            angle += step
        angle += step * GAP_SHARE
    return tuple(dots)
