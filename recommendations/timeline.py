"""What happened to a recommendation, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from recommendations.models import ProgressUpdate, Recommendation, StatusChange


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim of progress or one change of status; the other of the two is None."""

    day: date | None
    when: str
    date_note: str
    is_new: bool
    progress: ProgressUpdate | None = None
    change: StatusChange | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is known of one date, under one heading."""

    when: str
    date_note: str
    entries: tuple[Entry, ...]


def timeline(recommendation: Recommendation, *, since: datetime | None) -> list[Moment]:
    """Oldest first, what has no date before all else; after ``as_at``. What is recorded after ``since`` is new."""
    entries = sorted(
        _entries(recommendation, since), key=lambda entry: (entry.day or date.min, entry.change is not None)
    )
    grouped = groupby(entries, key=lambda entry: (entry.when, entry.date_note))
    return [Moment(when=when, date_note=note, entries=tuple(found)) for (when, note), found in grouped]


def _entries(recommendation: Recommendation, since: datetime | None) -> Iterator[Entry]:
    undated_note = next((update.date_note for update in recommendation.progress_on_day if not update.reported_on), "")
    for update in recommendation.progress_on_day:
        yield Entry(
            day=update.reported_on,
            when=update.when,
            date_note=update.date_note,
            is_new=since is not None and update.recorded_at > since,
            progress=update,
        )
    for change in recommendation.changes_on_day:
        yield Entry(
            day=change.changed_on,
            when=change.when,
            # The same paper gives both, so what it says of its date goes for both.
            date_note="" if change.changed_on else undated_note,
            is_new=since is not None and change.recorded_at > since,
            change=change,
        )
