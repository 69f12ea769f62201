"""What the portal does by the clock."""

from __future__ import annotations

from typing import Any

from django_q.models import Schedule

RUN_CHORE = "reports.tasks.run_chore"


def keep_schedules(**_: Any) -> None:
    """After each migrate: every chore has its schedule, once, and there is no other."""
    from reports.tasks import CHORES

    kept = [
        Schedule.objects.update_or_create(
            func=RUN_CHORE,
            args=repr(name),
            defaults={"name": name, "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1},
        )[0].pk
        for name in CHORES
    ]
    Schedule.objects.exclude(pk__in=kept).delete()
