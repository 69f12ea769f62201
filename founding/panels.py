"""What *Today* shows of a partnership that is new."""

from __future__ import annotations

from boards.models import Partnership
from boards.panels import ON_TODAY
from core.panels import Panel, PanelRequest
from founding.getting_started import getting_started


@ON_TODAY.add(order=1)
def first_steps(asked: PanelRequest[Partnership]) -> Panel | None:
    """What is still needed before the first summary, until it is done or dismissed."""
    steps = getting_started(asked.record, on=asked.on)
    if not steps:
        return None
    done = sum(step.is_done for step in steps)
    return Panel("founding/getting_started.html", {"steps": steps, "done": done})
