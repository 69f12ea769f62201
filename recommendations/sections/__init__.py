"""The parts of a recommendation's page, which reads from top to bottom like a story.

Each is asked with one ``Reading`` and may have nothing to show. Apps above add theirs to ``from_above``.
"""

from __future__ import annotations

from collections.abc import Callable

from boards.panels import Panel
from recommendations.sections import (
    ask,
    asked,
    delivery,
    discussed,
    follow_up,
    happened,
    parties,
    responses,
    review,
    status,
    wording,
)
from recommendations.sections.reading import Reading

Section = Callable[[Reading], Panel | None]

STORY: tuple[Section, ...] = (
    asked.section,
    wording.section,
    responses.section,
    parties.section,
    delivery.section,
    status.section,
    happened.section,
    review.section,
    discussed.section,
    follow_up.section,
    ask.section,
)
# Shown after who answers for it: what else delivers it.
from_above: list[Section] = []
AFTER = STORY.index(delivery.section) + 1


def story(reading: Reading) -> list[Panel]:
    """The sections that have something to show, in their order."""
    found = (section(reading) for section in (*STORY[:AFTER], *from_above, *STORY[AFTER:]))
    return [panel for panel in found if panel is not None]
