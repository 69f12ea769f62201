"""Attendance, punctuality and actions as rows of a file; the same readings feed the pages.

The actions can come back changed: ``services.action_import``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, Subquery

from core.choices import Precision
from core.exports import Row
from meetings.models import ActionUpdate, Meeting
from meetings.querysets import ActionQuerySet
from meetings.rules.attendance import Tally
from meetings.services.attendance import OrganisationYear
from meetings.services.matrix import Matrix, SeatRow
from meetings.services.register import Register

COUNTS = (
    *("Present", "Joined online", "Deputy came", "Apologies", "Leave of absence", "Absent"),
    "Seat filled, per cent",
)
ORGANISATION_HEADINGS = ("Organisation", "Meetings", *COUNTS)
REGISTER_HEADINGS = ("Meeting", "Board or group", "Held", "Due", "Published", "Summary", "Working days late")
OFFICER_HEADING = "Published by"
ACTION_HEADINGS = ("id", "number", "body", "meeting", "what", "owner", "due", "status", "note")


def matrix_headings(matrix: Matrix) -> tuple[str, ...]:
    """A column for each meeting between the seat and its counts."""
    meetings = [f"{column.meeting.title}, {column.meeting.when}" for column in matrix.columns]
    return ("Seat", "Held by", *meetings, *COUNTS)


def matrix_rows(matrix: Matrix) -> Iterator[Row]:
    """A row for each seat, the states in words; then how each meeting's seats were filled, and its quorum."""
    for row in matrix.rows:
        yield (row.seat.number, _holders(row), *(mark.words for mark in row.marks), *_counts(row.tally))
    filled = [column.tally.filled for column in matrix.columns]
    yield (None, "Seats filled", *filled, *_counts(matrix.tally))
    verdicts = {True: "quorum", False: "no quorum", None: "not known"}
    yield (None, "Quorum", *(verdicts[column.quorum.is_met] for column in matrix.columns), *(None for _ in COUNTS))


def _holders(row: SeatRow) -> str:
    names = [f"{held.name} ({held.period})" if held.period else held.name for held in row.holders]
    return "; ".join(names) or row.seat.label


def organisation_rows(organisations: Iterable[OrganisationYear]) -> Iterator[Row]:
    for one in organisations:
        yield (one.organisation.name, one.meetings, *_counts(one.tally))


def register_rows(register: Register, *, with_officers: bool) -> Iterator[Row]:
    """A row for each meeting whose summary was owed; the officer only for officers."""
    for line in register.lines:
        row = (
            line.meeting.title,
            str(line.meeting.body or ""),
            line.meeting.held_on,
            line.meeting.summary_due_on,
            line.published_at,
            line.timing.state.value,
            line.timing.working_days if line in register.late else 0,
        )
        yield (*row, line.officer) if with_officers else row


def _counts(tally: Tally) -> tuple[int | None, ...]:
    counts = (tally.present, tally.online, tally.deputy, tally.apologies, tally.leave, tally.absent)
    return *counts, tally.percent


def action_rows(actions: ActionQuerySet) -> Iterator[Row]:
    """One row for each action, with the latest report on it; one query."""
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).values("text")[:1]
    # Annotated with what the type checker does not follow.
    listed: Iterable[Any] = actions.with_owner().annotate(latest_note=Subquery(latest))
    for action in listed:
        yield (
            action.pk,
            action.number,
            action.body.name,
            _day(action.meeting),
            action.what,
            action.owner.name,
            action.due_on,
            action.get_status_display(),
            action.latest_note or "",
        )


def _day(meeting: Meeting) -> str:
    """As much of the day as is known (T-4): a month is never written as its first day."""
    if meeting.held_on is not None and meeting.held_precision == Precision.DAY:
        return meeting.held_on.isoformat()
    return meeting.when
