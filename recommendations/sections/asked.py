"""What was asked, in which source, and what is known beside the wording."""

from boards.panels import Panel
from recommendations.sections.reading import Reading


def section(reading: Reading) -> Panel:
    recommendation = reading.recommendation
    return Panel(
        "recommendations/sections/asked.html",
        {
            "paragraphs": list(recommendation.paragraphs.order_by("position")),
            "values": list(recommendation.values_served.all()),
            "may_edit": reading.may("manage_scrutiny"),
        },
    )
