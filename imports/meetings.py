"""meetings.csv and agenda_items.csv: what met, and what was on its agenda."""

from datetime import datetime, time
from typing import Any

from agendas.choices import Ground, ItemKind
from agendas.models import AgendaItem
from core.choices import Precision
from core.rules.dates import DateRefused, check_sensible_date, format_date
from core.rules.working_days import LONDON
from core.sheets.reading import Columns
from imports.cells import Row
from imports.columns import Choice, Flag, Reference, Text
from imports.differences import Difference
from imports.run import ImportRun
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import JointBody, Meeting

FILE = "meetings.csv"
COLUMNS = Columns.parse(
    "meeting_id! body_id title! kind! date_start date_end date_precision time_start time_end venue status_in_source "
    "status status_reason theme joint_body_ids agenda_published source note"
)
AGENDA = "agenda_items.csv"
AGENDA_COLUMNS = Columns.parse(
    "meeting_id! date item_order! time_start time_end title! paper kind text lead body_id members_only ground "
    "ground_words source note"
)
ITEM = (
    Choice("kind", choices=ItemKind, otherwise=ItemKind.ITEM),
    Text("text"),
    Text("lead"),
    Reference("body_id", "body"),
    Flag("members_only", "is_members_only"),
    Choice("ground", choices=Ground),
    Text("ground_words"),
)
NOON = time(12)
KINDS: dict[str, MeetingKind] = {kind.value: kind for kind in MeetingKind}
STATUSES: dict[str, MeetingStatus] = {status.label: status for status in MeetingStatus}
# A document's status may say more than one word: “in progress at 2005-11”, “due about 12 months after the report”.
STATUS_BEGINNINGS = {"in progress": MeetingStatus.HELD, "due": MeetingStatus.PLANNED}


def import_meetings(run: ImportRun) -> None:
    for row in run.rows(FILE, COLUMNS, key=("meeting_id",)):
        with run.reading(row, code="meeting_id", of=run.meetings):
            run.meetings[row["meeting_id"]] = _write_meeting(run, row)
    for row in run.rows(AGENDA, AGENDA_COLUMNS, key=("meeting_id", "item_order")):
        with run.reading(row):
            _write_agenda_item(run, row)


def _write_meeting(run: ImportRun, row: Row) -> Meeting:
    """A meeting as its document has it: no summary is owed for it, as the five working days came later."""
    held_on, precision = row.dated("date_start", "date_precision")
    last = row.day("date_end")
    values: dict[str, Any] = {
        "body": row.reference("body_id", run.bodies),
        "title": row.required("title"),
        "kind": row.choice("kind", KINDS),
        "status": row.choice("status", STATUSES) if row["status"] else _status(row),
        "status_as_printed": row["status_in_source"],
        "status_reason": row["status_reason"],
        "theme": row["theme"],
        "held_on": held_on,
        "held_precision": precision,
        "ends_on": last if precision is Precision.DAY and last != row.day("date_start") else None,
        "starts_at": row.time("time_start"),
        "ends_at": row.time("time_end"),
        "venue": row["venue"],
        "source": row["source"],
        "note": _note(row),
    }
    if "agenda_published" not in row.absent:
        values["agenda_published_at"] = _moment(row)
    columns = {
        "held_on": "date_start",
        "ends_on": "date_end",
        "starts_at": "time_start",
        "ends_at": "time_end",
        "held_precision": "date_precision",
        "status_as_printed": "status_in_source",
        "agenda_published_at": "agenda_published",
    }
    joint = [row.found("joint_body_ids", code, run.bodies) for code in row.list("joint_body_ids", ";")]
    known = run.meetings.get(row.code("meeting_id"))
    match = {"pk": known.pk} if known else {"partnership": run.partnership, "code": row["meeting_id"]}
    meeting = run.write(row, Meeting, match=match, values=values, columns=columns)
    for body in joint:
        run.write(row, JointBody, match={"meeting": meeting, "body": body}, values={}, part=True)
    return meeting


def _moment(row: Row) -> datetime | None:
    """When the agenda came out; empty as long as it has not."""
    text = row["agenda_published"]
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        row.refuse("agenda_published", "enter a moment with its zone, for example 2026-11-16T14:30:00+00:00")
    try:
        if found:
            check_sensible_date(found.date(), today=row.today)
    except DateRefused as error:
        row.refuse("agenda_published", str(error))
    return found


def _status(row: Row) -> MeetingStatus:
    printed = row.required("status_in_source").casefold()
    for beginning, status in STATUS_BEGINNINGS.items():
        if printed.startswith(f"{beginning} "):
            return status
    return row.choice("status_in_source", STATUSES)


def _note(row: Row) -> str:
    """The part of a month that a document gives is more than its month: it is kept in words."""
    first, last = row.day("date_start"), row.day("date_end")
    if row["date_precision"].casefold() != "part-month" or not first or not last:
        return row["note"]
    window = f"Given as between {format_date(first)} and {format_date(last)}."
    return f"{row['note'].rstrip('.')}. {window}" if row["note"] else window


def _write_agenda_item(run: ImportRun, row: Row) -> None:
    meeting = row.required_reference("meeting_id", run.meetings)
    if row["date"] and row.day("date") != meeting.held_on:
        row.refuse("date", f"the meeting {meeting.code} is on {format_date(meeting.held_on, meeting.held_precision)}")
    values: dict[str, Any] = {
        "title": row.required("title"),
        "starts_at": row.time("time_start"),
        "ends_at": row.time("time_end"),
        "paper": row["paper"],
        "source": row["source"],
        "note": row["note"],
    }
    match = {"meeting": meeting, "position": row.required_whole("item_order")}
    columns = {"position": "item_order", "starts_at": "time_start", "ends_at": "time_end"}
    for column in ITEM:
        values |= column.values(row, run)
        columns |= column.fields
    was_public = _was_public(run, row, meeting)
    run.write(row, AgendaItem, match=match, values=values, columns=columns)
    if was_public and meeting.held_on is not None:
        meeting.agenda_published_at = datetime.combine(meeting.held_on, NOON, LONDON)
        Meeting.objects.filter(pk=meeting.pk).update(agenda_published_at=meeting.agenda_published_at)
        told = run.changes[row.file, row.number]
        told.differences.append(Difference(f"agenda of “{meeting}”", "not published", "published: the meeting is past"))


def _was_public(run: ImportRun, row: Row, meeting: Meeting) -> bool:
    """A document that has come down to us was public; when it came out, it doesn't say. What is in preparation in the
    portal, or of a meeting to come, stays so.
    """
    if FILE not in run.tables or "agenda_published" in run.tables[FILE].headings:
        return False
    if meeting.agenda_published_at is not None or meeting.held_on is None or meeting.held_on > row.today:
        return False
    return not meeting.agenda_items.exists()
