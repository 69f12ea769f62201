"""What was asked, and in which source."""

from boards.panels import Panel
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    return Panel("recommendations/sections/asked.html", {})
