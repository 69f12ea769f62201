"""meetings.csv and agenda_items.csv: what met, and what was on its agenda."""

from datetime import datetime, time
from typing import Any

from agendas.models import AgendaItem
from core.choices import Precision
from core.rules.dates import format_date
from core.rules.working_days import LONDON
from core.sheets.reading import Columns
from imports.cells import Row
from imports.run import ImportRun
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import Meeting

FILE = "meetings.csv"
COLUMNS = Columns.parse(
    "meeting_id! body_id title! kind! date_start date_end date_precision time_start time_end venue "
    "status_in_source! source note"
)
AGENDA = "agenda_items.csv"
AGENDA_COLUMNS = Columns.parse("meeting_id! date item_order! time_start time_end title! paper source note")
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
        "status": _status(row),
        "status_as_printed": row["status_in_source"],
        "held_on": held_on,
        "held_precision": precision,
        "ends_on": last if precision is Precision.DAY and last != row.day("date_start") else None,
        "starts_at": row.time("time_start"),
        "ends_at": row.time("time_end"),
        "venue": row["venue"],
        "source": row["source"],
        "note": _note(row),
    }
    columns = {"held_on": "date_start", "ends_on": "date_end", "starts_at": "time_start", "ends_at": "time_end"}
    match = {"partnership": run.partnership, "code": row.code("meeting_id")}
    return run.write(row, Meeting, match=match, values=values, columns=columns)


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
    values = {
        "title": row.required("title"),
        "starts_at": row.time("time_start"),
        "ends_at": row.time("time_end"),
        "paper": row["paper"],
        "source": row["source"],
        "note": row["note"],
    }
    match = {"meeting": meeting, "position": row.required_whole("item_order")}
    run.write(row, AgendaItem, match=match, values=values, columns={"position": "item_order"})
    if meeting.agenda_published_at is None and meeting.held_on is not None:
        # A document that has come down to us was public; when it came out, it doesn't say.
        meeting.agenda_published_at = datetime.combine(meeting.held_on, NOON, LONDON)
        Meeting.objects.filter(pk=meeting.pk).update(agenda_published_at=meeting.agenda_published_at)
