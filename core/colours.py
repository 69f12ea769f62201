"""A partnership's accent colour, and the shades of it that can be read on it and beside it."""

import re
from dataclasses import dataclass
from typing import Self

HEX = re.compile(r"#[0-9a-fA-F]{6}")
READABLE = 4.5
DARKER_STEP = 0.08


@dataclass(frozen=True)
class Colour:
    """Red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        if not HEX.fullmatch(text):
            raise ValueError(f"“{text}” is not a colour: write # and six digits, for example #1d5b6e.")
        return cls(*(int(text[start : start + 2], 16) for start in (1, 3, 5)))

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG 2.2 defines it."""
        parts = [part / 255 for part in (self.red, self.green, self.blue)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: "Colour") -> float:
        """From 1 to 21, as WCAG 2.2 defines it; text needs 4.5."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with so great a share of the other."""
        pairs = zip((self.red, self.green, self.blue), (other.red, other.green, other.blue), strict=True)
        return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


WHITE, BLACK = Colour(255, 255, 255), Colour(22, 25, 29)


@dataclass(frozen=True)
class Shades:
    """``on_accent`` is readable on the accent, ``ink`` is the accent dark enough for text on white and on ``tint``."""

    accent: Colour
    on_accent: Colour
    ink: Colour
    tint: Colour


def shades_of(accent: str) -> Shades:
    """The shades of an accent given as ``#1d5b6e``. Raises ``ValueError`` for anything else."""
    colour = Colour.parse(accent)
    on_accent = max(WHITE, BLACK, key=colour.contrast)
    tint = colour.mixed(WHITE, 0.92)
    ink = colour
    while ink.contrast(tint) < READABLE:
        ink = ink.mixed(BLACK, DARKER_STEP)
    return Shades(colour, on_accent, ink, tint)
