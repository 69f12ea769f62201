"""What has happened, in the order in which it happened."""

from boards.panels import Panel
from recommendations.sections.reading import Reading
from recommendations.timeline import timeline


def section(reading: Reading) -> Panel:
    moments = timeline(reading.recommendation, reader=reading.reader, since=reading.since)
    # Who reads everything may read the names of those who recorded it, too.
    names = reading.reader.has_perm("recommendations.comment", reading.partnership)
    return Panel("recommendations/sections/happened.html", {"moments": moments, "names": names})
