"""Drafts: saved as they are typed, and nobody overwrites anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from attendance.choices import AttendanceState
from boards.models import Seat
from core import audit
from core.acts import act, lock
from core.models import User
from core.rules.text import clean_text
from meetings.models import Meeting
from summaries.models import DraftCopy, MeetingSummary
from summaries.services.content import ROW_FIELDS, ROWS, seat_prefix

KEPT = re.compile(
    r"key_issues|decisions|others_present|note|seat-\d+-(state|deputy|left|item)"
    r"|actions-(TOTAL_FORMS|\d+-(id|what|owner|due_on|item|recommendation))"
    r"|earlier-\d{1,18}-(choice|text|due_on)"
)
LONGEST_DRAFT = 400_000
MOST_ROWS = 100


class DraftConflict(Exception):
    """Somebody saved since the page was opened. Nothing was overwritten."""

    def __init__(self, summary: MeetingSummary) -> None:
        super().__init__("The draft was saved by somebody else meanwhile.")
        self.summary = summary
        self.saved_by = summary.saved_by
        self.saved_at = summary.saved_at


class DraftTooLong(Exception):
    """More than a summary can hold."""


def summary_of(meeting: Meeting) -> MeetingSummary:
    """The meeting's summary; not yet in the database where nobody has saved one."""
    found = MeetingSummary.objects.filter(meeting=meeting).select_related("saved_by").first()
    return found or MeetingSummary(meeting=meeting)


def draft_fields(posted: Mapping[str, str], *, longest: int = LONGEST_DRAFT) -> dict[str, str]:
    """Of what a page sent, what a draft keeps: the form's own fields, as typed, without control characters."""
    kept = {name: clean_text(value) for name, value in posted.items() if KEPT.fullmatch(name)}
    if sum(len(value) for value in kept.values()) > longest:
        raise DraftTooLong
    return kept


@act()
def save_draft(
    *, summary: MeetingSummary, data: dict[str, str], draft_version: int, by: User, at: datetime, page: str = ""
) -> MeetingSummary:
    """Keep what is typed. Raises ``DraftConflict`` where ``draft_version``, from which the typing started, is stale.

    ``page`` names the open page: it may save again although the answer to its last save was lost on the way.
    """
    locked = _lock(summary)
    is_same_page = bool(page) and locked.saved_from == page
    if locked.draft_version != draft_version and not is_same_page:
        raise DraftConflict(locked)
    if locked.draft != data:
        if locked.draft_version == 0:
            _record("summary.started", locked, by)
        locked.replace_draft(data, by=by, at=at, page=page)
    return locked


@act()
def keep_copy(*, summary: MeetingSummary, data: dict[str, str], by: User, at: datetime) -> DraftCopy:
    """Keep what somebody typed beside the draft that another saved first."""
    copy = _lock(summary).copies.create(draft=data, kept_by=by, kept_at=at)
    _record("summary.copy_kept", copy.summary, by)
    return copy


@act()
def use_copy(*, copy: DraftCopy, draft_version: int, by: User, at: datetime) -> MeetingSummary:
    """Make a copy the draft. The draft that it replaces is kept as a copy in its turn. Raises ``DraftConflict``."""
    summary = lock(copy.summary)
    if summary.draft_version != draft_version:
        raise DraftConflict(summary)
    if summary.draft:
        summary.copies.create(draft=summary.draft, kept_by=summary.saved_by or by, kept_at=at)
    summary.replace_draft(copy.draft, by=by, at=at)
    copy.delete()
    _record("summary.copy_used", summary, by)
    return summary


@act()
def delete_copy(*, copy: DraftCopy, by: User) -> None:
    """Delete a copy; one that is gone already stays gone."""
    summary = lock(copy.summary)
    if summary.copies.filter(pk=copy.pk).exists():
        _record("summary.copy_deleted", summary, by)
        copy.delete()


def _lock(summary: MeetingSummary) -> MeetingSummary:
    """The locked row; made if it is the first save."""
    if not summary.pk:
        summary, _ = MeetingSummary.objects.get_or_create(meeting=summary.meeting)
    return lock(summary)


def _record(verb: str, summary: MeetingSummary, by: User) -> None:
    audit.record(verb, by=by, about=summary, scope=summary.meeting.partnership.slug)


# Rows of the form


def row_count(draft: Mapping[str, str]) -> int:
    """How many action rows the page had; at least one."""
    typed = draft.get(f"{ROWS}-TOTAL_FORMS", "")
    return min(max(int(typed), 1), MOST_ROWS) if re.fullmatch(r"\d{1,4}", typed, re.ASCII) else 1


def picked_in(draft: Mapping[str, str]) -> set[int]:
    """The recommendations picked in the rows."""
    typed = (draft.get(f"{ROWS}-{row}-recommendation", "") for row in range(row_count(draft)))
    return {int(pk) for pk in typed if re.fullmatch(r"\d{1,18}", pk, re.ASCII)}


def with_row_added(draft: dict[str, str]) -> dict[str, str]:
    return draft | {f"{ROWS}-TOTAL_FORMS": str(min(row_count(draft) + 1, MOST_ROWS))}


def with_row_removed(draft: dict[str, str], *, row: int) -> dict[str, str]:
    """The rows below move up."""
    kept = [place for place in range(row_count(draft)) if place != row]
    rows = {
        f"{ROWS}-{new}-{name}": draft.get(f"{ROWS}-{old}-{name}", "")
        for new, old in enumerate(kept)
        for name in ROW_FIELDS
    }
    others = {name: value for name, value in draft.items() if not re.match(rf"{ROWS}-\d", name)}
    return others | rows | {f"{ROWS}-TOTAL_FORMS": str(len(kept))}


def with_recommendation(draft: dict[str, str], *, row: int, pk: str) -> dict[str, str]:
    """A suggestion is accepted."""
    return draft | {f"{ROWS}-{row}-recommendation": pk}


def with_all_present(draft: dict[str, str], seats: Iterable[Seat]) -> dict[str, str]:
    """Seats that are marked already stay as they are."""
    unmarked = [name for seat in seats if not draft.get(name := f"{seat_prefix(seat)}-state")]
    return draft | dict.fromkeys(unmarked, AttendanceState.PRESENT.value)
