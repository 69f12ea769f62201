"""Who was at a meeting without holding a seat, as the summary names them (A-4)."""

from __future__ import annotations

import re

from core.rules.text import one_line

# What Word leaves in front of a line of a list.
BULLET = re.compile(r"^(?:[•·*–-]\s+|\d{1,2}[.)]\s+)")
# As long as a guest's name and organisation may be on record.
LONGEST = 150


def guests_in(text: str) -> list[tuple[str, str]]:
    """A-4: name and organisation of each guest, one on each line, split at the first comma; each once.

    “Network Manager, Community Radio” is a guest of Community Radio; “A resident” has no organisation.
    """
    guests: dict[tuple[str, str], None] = {}
    for line in text.splitlines():
        name, _, organisation = BULLET.sub("", one_line(line)).partition(",")
        if name := name.strip()[:LONGEST].strip():
            guests[name, organisation.strip(" .")[:LONGEST].strip()] = None
    return list(guests)
