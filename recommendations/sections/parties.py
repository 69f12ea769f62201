"""Who answers for it."""

from boards.panels import Panel
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    return Panel("recommendations/sections/parties.html", {"may_edit": reading.may("manage_scrutiny")})
