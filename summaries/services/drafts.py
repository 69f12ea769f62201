"""Drafts: saved as they are typed, never over somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from attendance.choices import AttendanceState
from boards.models import Seat
from core import audit
from core.models import User
from core.rules.text import clean_text
from meetings.models import Meeting
from summaries.models import DraftCopy, MeetingSummary
from summaries.services.content import ROW_FIELDS, ROWS, seat_field

KEPT = re.compile(
    r"key_issues|decisions|others_present|note|seat-\d+-(state|deputy|left|item)"
    r"|actions-(TOTAL_FORMS|INITIAL_FORMS|\d+-(id|what|owner|due_on|item))"
    r"|earlier-\d{1,18}-(choice|text|due_on)"
)
LONGEST_DRAFT = 400_000


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


@transaction.atomic
def save_draft(
    *, summary: MeetingSummary, data: dict[str, str], version: int, by: User, at: datetime, page: str = ""
) -> MeetingSummary:
    """Keep what is typed. ``version`` is the one that the typing started from; raises ``DraftConflict`` if it is stale.

    ``page`` names the open page: it may save again although the answer to its last save was lost on the way.
    """
    locked = _locked(summary)
    same_page = bool(page) and locked.saved_from == page
    if locked.version != version and not same_page:
        raise DraftConflict(locked)
    if locked.draft == data:
        return locked
    if locked.version == 0:
        audit.record("summary.started", by=by, about=locked, scope=locked.meeting.partnership.slug)
    return _store(locked, data, by=by, at=at, page=page)


@transaction.atomic
def keep_copy(*, summary: MeetingSummary, data: dict[str, str], by: User, at: datetime) -> DraftCopy:
    """Keep what somebody typed beside the draft that another saved first."""
    copy = DraftCopy.objects.create(summary=_locked(summary), draft=data, kept_by=by, kept_at=at)
    audit.record("summary.copy_kept", by=by, about=copy.summary, scope=copy.summary.meeting.partnership.slug)
    return copy


@transaction.atomic
def use_copy(*, copy: DraftCopy, version: int, by: User, at: datetime) -> MeetingSummary:
    """Make a copy the draft. The draft that it replaces is kept as a copy in its turn."""
    locked = _locked(copy.summary)
    if locked.version != version:
        raise DraftConflict(locked)
    if locked.draft:
        DraftCopy.objects.create(summary=locked, draft=locked.draft, kept_by=locked.saved_by or by, kept_at=at)
    used = _store(locked, copy.draft, by=by, at=at, page="")
    copy.delete()
    audit.record("summary.copy_used", by=by, about=used, scope=used.meeting.partnership.slug)
    return used


@transaction.atomic
def delete_copy(*, copy: DraftCopy, by: User) -> None:
    """Throw a copy away; one that is gone already stays gone."""
    summary = _locked(copy.summary)
    if summary.copies.filter(pk=copy.pk).exists():
        audit.record("summary.copy_deleted", by=by, about=summary, scope=summary.meeting.partnership.slug)
        copy.delete()


def _locked(summary: MeetingSummary) -> MeetingSummary:
    """The row, held until the transaction ends; made if it is the first save."""
    if not summary.pk:
        summary, _ = MeetingSummary.objects.get_or_create(meeting=summary.meeting)
    return MeetingSummary.objects.select_for_update().get(pk=summary.pk)


def _store(locked: MeetingSummary, data: dict[str, str], *, by: User, at: datetime, page: str) -> MeetingSummary:
    locked.draft = data
    locked.version += 1
    locked.saved_by = by
    locked.saved_at = at
    locked.saved_from = page
    locked.save(update_fields=["draft", "version", "saved_by", "saved_at", "saved_from"])
    return locked


MOST_ROWS = 100


def row_count(draft: dict[str, str]) -> int:
    """How many action rows the page had; at least one."""
    typed = draft.get(f"{ROWS}-TOTAL_FORMS", "")
    return min(max(int(typed), 1), MOST_ROWS) if re.fullmatch(r"\d{1,4}", typed, re.ASCII) else 1


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


def with_all_present(draft: dict[str, str], seats: Iterable[Seat]) -> dict[str, str]:
    """Seats that are marked already stay as they are."""
    unmarked = [name for seat in seats if not draft.get(name := seat_field(seat, "state"))]
    return draft | dict.fromkeys(unmarked, AttendanceState.PRESENT.value)
