"""A page on its way to the printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.pdf import Paper


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A whole HTML page and the colour that it is printed in; ``complete`` makes more of what was printed."""

    html: str
    accent: str
    complete: Callable[[Paper], Paper] | None = None
