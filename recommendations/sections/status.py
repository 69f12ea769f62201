"""Where it stands, and why."""

from boards.panels import Panel
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    return Panel("recommendations/sections/status.html", {})
