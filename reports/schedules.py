"""The one thing that the portal does by the clock."""

from __future__ import annotations

from typing import Any

from django_q.models import Schedule

TEND_QUEUE = "reports.tasks.tend_queue"


def keep_schedule(**_: Any) -> None:
    """After each migrate: the schedule is there, once."""
    Schedule.objects.update_or_create(
        func=TEND_QUEUE,
        defaults={"name": "Tend the queue", "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1},
    )
