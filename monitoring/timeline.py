"""What happened to a recommendation, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from monitoring.models import MonitoringDecision, Review
from progress.models import ProgressUpdate, StatusChange
from recommendations.models import Recommendation, Response, Wording

if TYPE_CHECKING:
    from recommendations.models import Reader

Record = ProgressUpdate | StatusChange | Wording | Response | Review | MonitoringDecision

# Of one day: how it was worded and answered, what was done, then what was decided, as it was recorded.
RANKS: dict[str, int] = {"wording": 0, "response": 1, "progress": 2}
DECISIONS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``kind`` is the name of the template that shows the record."""

    kind: str
    day: date | None
    when: str
    date_note: str
    is_new: bool
    record: Record

    @property
    def template(self) -> str:
        return f"monitoring/moments/{self.kind}.html"

    @property
    def place(self) -> tuple[date, int, float]:
        """What has no date comes before all else; progress is in its own order already."""
        rank = RANKS.get(self.kind, DECISIONS)
        return (self.day or date.min, rank, self.record.recorded_at.timestamp() if rank == DECISIONS else 0)


@dataclass(frozen=True, slots=True)
class Moment:
    """All that is known of one date, under one heading."""

    when: str
    date_note: str
    entries: tuple[Entry, ...]


def timeline(recommendation: Recommendation, *, reader: Reader, since: datetime | None) -> list[Moment]:
    """Oldest first; after ``as_at``, in four more queries, or five. What is recorded after ``since`` is new."""
    entries = sorted(_entries(recommendation, reader, since), key=lambda entry: entry.place)
    grouped = groupby(entries, key=lambda entry: (entry.when, entry.date_note))
    return [Moment(when=when, date_note=note, entries=tuple(found)) for (when, note), found in grouped]


def _entries(recommendation: Recommendation, reader: Reader, since: datetime | None) -> Iterator[Entry]:
    undated_note = next((update.date_note for update in recommendation.progress_on_day if not update.reported_on), "")
    for kind, day, record in _happened(recommendation, reader):
        # The same paper gives progress and status, so what it says of its date goes for both.
        note = record.date_note if isinstance(record, ProgressUpdate) else ""
        if isinstance(record, StatusChange) and day is None:
            note = undated_note
        is_new = since is not None and record.recorded_at > since
        yield Entry(kind=kind, day=day, when=record.when, date_note=note, is_new=is_new, record=record)


def _happened(recommendation: Recommendation, reader: Reader) -> Iterator[tuple[str, date | None, Record]]:
    on = recommendation.shown_on
    for wording in recommendation.wordings_on_day:
        # The first is what was asked.
        if wording.number > 1:
            yield "wording", wording.worded_on, wording
    where: tuple[Any, ...] = ("meeting__body", "recorded_by")
    for response in recommendation.responses.known_on(on).select_related(*where):
        yield "response", response.responded_on, response
    for update in recommendation.progress_on_day:
        yield "progress", update.reported_on, update
    for review in recommendation.reviews.known_on(on).select_related(*where):
        yield "review", review.reviewed_on, review
    changes = recommendation.status_changes.known_on(on).oldest_first()
    # What takes its place may stand in a report that is still in preparation.
    successors = Prefetch("superseded_by", Recommendation.objects.visible_to(reader))
    made = changes.select_related("meeting__body", "recorded_by", "proposal__owner").prefetch_related(successors)
    for change in made:
        yield "change", change.changed_on, change
    for decision in recommendation.monitoring_decisions.known_on(on).select_related(*where):
        yield "monitoring", decision.decided_on, decision
