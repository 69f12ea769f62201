"""Where apps above boards add panels to its pages."""

from dataclasses import dataclass

from boards.models import Body, Organisation, Person, Strategy
from core.panels import Panel, Place

ON_BODY: Place[Body] = Place()
ON_ORGANISATION: Place[Organisation] = Place()
ON_PERSON: Place[Person] = Place()
ON_STRATEGY: Place[Strategy] = Place()


@dataclass(frozen=True)
class Line:
    """One line of a list: its words, where they lead, and what stands beside them."""

    text: str
    url: str = ""
    note: str = ""


def list_panel(heading: str, *, anchor: str, lines: list[Line], more: str = "") -> Panel | None:
    """A list under a heading; ``more`` is said below it. Nothing where there are no lines."""
    context = {"heading": heading, "anchor": anchor, "lines": lines, "more": more}
    return Panel("boards/panels/lines.html", context) if lines else None
