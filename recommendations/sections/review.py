"""The review after twelve months."""

from boards.panels import Panel
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    return Panel("recommendations/sections/review.html", {})
