"""What the council's executive and the partnership answered, and by when the executive has to."""

from boards.panels import Panel
from recommendations.sections.reading import Reading
from recommendations.services.responses import answers_known, clock_of_one


def section(reading: Reading) -> Panel | None:
    """Nothing for the public before there is an answer, or a day by which one is due."""
    answers = answers_known(reading.recommendation, on=reading.on)
    clock = clock_of_one(reading.recommendation, on=reading.on)
    may_record = reading.may("manage_scrutiny")
    if not answers and clock.due_on is None and not may_record:
        return None
    return Panel(
        "recommendations/sections/responses.html", {"answers": answers, "clock": clock, "may_record": may_record}
    )
