"""How a body meets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import time

from boards.models import Body
from core.acts import act, change_fields
from core.models import User
from core.rules.dates import Cadence


@dataclass(frozen=True)
class HowItMeets:
    """What an officer says of it. ``owes_summary`` None: as its kind does; of the two forms of a quorum one at most."""

    cadence: Cadence | None
    usual_start: time | None
    usual_venue: str
    owes_summary: bool | None
    quorum: int | None
    quorum_share: str
    deputies_count: bool
    online_counts: bool

    @property
    def as_fields(self) -> dict[str, object]:
        fields = asdict(self)
        fields.pop("cadence")
        times, years = (self.cadence.times, self.cadence.years) if self.cadence else (None, 1)
        return fields | {"meetings_per_cycle": times, "cycle_years": years}


@act("body")
def change_how_it_meets(*, body: Body, how: HowItMeets, by: User) -> list[str]:
    """Save it and return the names of the fields that changed.

    Deadlines that run stay as they are: a body that begins to owe summaries owes them for meetings from now on.
    """
    return change_fields(body, how.as_fields, verb="body.meets_changed", by=by, scope=body.partnership.slug)
