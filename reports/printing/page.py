"""A page on its way to the printer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A whole HTML page and the colour that it is printed in."""

    html: str
    accent: str
