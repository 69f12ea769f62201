"""How a body meets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import time

from django.db import transaction

from boards.models import Body
from core import audit
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


@transaction.atomic
def change_how_it_meets(*, body: Body, how: HowItMeets, by: User) -> list[str]:
    """Save it and return the names of the fields that changed.

    Deadlines that run stay as they are: a body that begins to owe summaries owes them for meetings from now on.
    """
    body = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    changed = [name for name, value in how.as_fields.items() if getattr(body, name) != value]
    if not changed:
        return []
    before = {name: getattr(body, name) for name in changed}
    for name in changed:
        setattr(body, name, how.as_fields[name])
    body.full_clean()
    body.save()
    details = {name: f"{in_words(before[name])} → {in_words(getattr(body, name))}" for name in changed}
    audit.record("body.meets_changed", by=by, about=body, scope=body.partnership.slug, **details)
    return changed


def in_words(value: object) -> str:
    """A setting as the audit trail writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "nothing"
