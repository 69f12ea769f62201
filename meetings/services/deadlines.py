"""When the summary of a meeting is due, and counting again when the bank holidays change (T-2, T-3, MS-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from boards.models import Body, Partnership
from boards.services.calendar import holidays_of
from core import audit
from core.acts import act
from core.choices import Precision
from core.models import User
from core.rules.dates import format_date
from core.rules.working_days import summary_due_on
from meetings.models import JointBody, Meeting

DUE_MOVED = "summary.due_moved"


def bodies_of(meeting: Meeting) -> list[Body]:
    """Whose meeting it is, and those that hold it jointly with that body; no query where these are fetched."""
    joint = [one.body for one in _joint(meeting)] if meeting.pk else []
    return [meeting.body, *joint] if meeting.body else joint


def _joint(meeting: Meeting) -> Iterable[JointBody]:
    fetched = "joint_bodies" in getattr(meeting, "_prefetched_objects_cache", {})
    return meeting.joint_bodies.all() if fetched else meeting.joint_bodies.select_related("body__kind")


def due_day(meeting: Meeting) -> date | None:
    """The 5th working day after the meeting's last day; None where no summary is owed.

    That is so while its day is not known, or only proposed.
    """
    held_on = meeting.held_on
    if meeting.is_off or meeting.is_proposed or not any(body.is_owing_summaries for body in bodies_of(meeting)):
        return None
    if held_on is None or meeting.held_precision != Precision.DAY:
        return None
    last_on = meeting.ends_on or held_on
    holidays = holidays_of(meeting.partnership, (last_on.year, last_on.year + 1))
    return summary_due_on(last_on, holidays=holidays)


@act()
def recalculate_due_dates(*, partnership: Partnership, by: User, because: str = "") -> list[str]:
    """Count the open deadlines again, and write down each that moves; what is published keeps its deadline.

    ``because`` completes “The deadline was moved, because …”. Returns “Board, 16 November 2026: due on 24 November 2026
    instead of 23 November 2026” for each.
    """
    moved = []
    owed = partnership.meetings.filter(summary_due_on__isnull=False).exclude(summary__published_at__isnull=False)
    for meeting in owed.select_related("body", "partnership"):
        before, after = meeting.summary_due_on, due_day(meeting)
        if before == after:
            continue
        meeting.summary_due_on = after
        meeting.save(update_fields=["summary_due_on"])
        details = {"before": str(before), "after": str(after)} | ({"because": because} if because else {})
        audit.record(DUE_MOVED, by=by, about=meeting, scope=partnership.slug, **details)
        whose = f"{meeting.body or meeting.title}, {meeting.when}"
        moved.append(f"{whose}: due on {format_date(after)} instead of {format_date(before)}")
    return moved


def on_holidays_changed(partnership: Partnership, by: User, because: str = "", **_: Any) -> list[str]:
    """Receives ``boards.signals.holidays_changed`` within its transaction; returns what moved, in words."""
    return recalculate_due_dates(partnership=partnership, by=by, because=because)
