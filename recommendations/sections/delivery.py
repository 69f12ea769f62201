"""What delivers it: actions of meetings, and the priority that it serves."""

from boards.panels import Panel
from recommendations.delivery import read_delivery
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel | None:
    """Nothing for the public where nothing is linked."""
    linked = read_delivery(reading.recommendation)
    may_edit = reading.may("manage_scrutiny")
    if not linked.actions and not linked.priorities and not may_edit:
        return None
    return Panel("recommendations/sections/delivery.html", {"linked": linked, "may_edit": may_edit})
