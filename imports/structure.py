"""bodies.csv: bodies, what they were called, whom they report to, what they turned into.

How the dates of a body follow from what its document says is written in
``docs/decisions/`` under "What a snapshot says of dates".
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from boards.choices import ChangeKind
from boards.models import Body, BodyChange, BodyKind, BodyName, ReportingLine
from core.choices import Precision
from core.rules.dates import last_possible_day
from core.rules.text import compare_key
from core.sheets.reading import Columns, Refusal
from imports.cells import YES_OR_NO, Row
from imports.columns import Flag, Text, Time, Whole, last_day
from imports.facts import BODY_CHANGES, BODY_NAMES, REPORTING_LINES
from imports.memory import digest
from imports.pairing import pair
from imports.run import ImportRun

FILE = "bodies.csv"
COLUMNS = Columns.parse(
    "body_id! name! kind! kind_as_printed partnership_id reports_to also_reports_to set theme start_date "
    "start_precision end_date end_precision end_reason predecessor_id successor_id as_at short_name purpose "
    "contact_email website proposed shadow sort_order meetings_per_cycle cycle_years usual_start "
    "usual_venue owes_summary quorum quorum_share deputies_count online_counts source note"
)
# Columns that stand for fields as they are.
PLAIN = (
    *(Text("short_name"), Text("purpose"), Text("contact_email"), Text("website")),
    *(Whole("meetings_per_cycle"), Whole("cycle_years", otherwise=1), Time("usual_start"), Text("usual_venue")),
    *(Flag("owes_summary", otherwise=None), Whole("quorum"), Text("quorum_share")),
    *(Flag("deputies_count", otherwise=True), Flag("online_counts", otherwise=True)),
)
# What a cell says of these comes before what the word for the kind says.
FLAGS = {"is_proposed": "proposed", "is_shadow": "shadow"}
# Words before a kind that say how far the body is.
PROPOSED, SHADOW = "proposed ", "shadow "
END_KINDS = {"merged": ChangeKind.MERGED, "statutory": ChangeKind.STATUTORY, "became statutory": ChangeKind.STATUTORY}


@dataclass(frozen=True)
class Span:
    """From when to when a body is on record."""

    starts_on: date | None
    starts_precision: Precision
    ends_on: date | None
    ends_precision: Precision

    @property
    def fields(self) -> dict[str, date | Precision | None]:
        return {
            "starts_on": self.starts_on,
            "starts_precision": self.starts_precision,
            "ends_on": self.ends_on,
            "ends_precision": self.ends_precision,
        }


def import_bodies(run: ImportRun) -> None:
    rows = run.rows(FILE, COLUMNS, key=("body_id",), must_exist=run.into is None)
    latest = max((snapshot[0].year for row in rows if (snapshot := _snapshot_or_none(row))), default=None)
    for order, row in enumerate(rows, start=1):
        with run.reading(row, code="body_id", of=run.bodies):
            run.bodies[row["body_id"]] = _write_body(run, row, _span(row, latest), order)
    for row in run.standing(rows):
        with run.reading(row):
            _write_line(run, row, run.bodies[row["body_id"]])
    if BODY_CHANGES.file not in run.tables:
        _write_changes(run, run.standing(rows))
    for name in BODY_NAMES.import_rows(run):
        name.body.show_latest_name()
    REPORTING_LINES.import_rows(run)
    BODY_CHANGES.import_rows(run)


def _snapshot(row: Row) -> tuple[date, Precision] | None:
    """The day or year on which a document shows the body."""
    text = row["as_at"]
    if text.isascii() and text.isdigit() and len(text) == len("2012"):
        return date(max(int(text), 1), 1, 1), Precision.YEAR
    day = row.day("as_at")
    return (day, Precision.DAY) if day else None


def _snapshot_or_none(row: Row) -> tuple[date, Precision] | None:
    """The same for rows that will be refused: they say nothing of which snapshot is the latest."""
    try:
        return _snapshot(row)
    except Refusal:
        return None


def _span(row: Row, latest: int | None) -> Span:
    starts_on, starts_precision = row.dated("start_date", "start_precision")
    ends_on, ends_precision = last_day(row, "end_date", "end_precision")
    snapshot = _snapshot(row)
    if snapshot and starts_on is None:
        starts_on = min(snapshot[0], ends_on) if ends_on else snapshot[0]
    if snapshot and ends_on is None and latest and snapshot[0].year < latest:
        ends_on, ends_precision = last_possible_day(*snapshot), Precision.UNKNOWN
    return Span(starts_on, starts_precision, ends_on, ends_precision)


def _write_body(run: ImportRun, row: Row, span: Span, order: int) -> Body:
    printed = row["kind"].casefold()
    values = {
        "kind": _kind(run, row),
        "kind_as_printed": row["kind" if "kind_as_printed" in row.absent else "kind_as_printed"],
        "name": row.required("name"),
        "theme": row["theme"],
        "structure_set": row["set"],
        "is_proposed": printed.startswith(PROPOSED),
        "is_shadow": printed.startswith(SHADOW),
        "end_reason": row["end_reason"],
        "also_reports_to": row["also_reports_to"],
        "sort_order": order if row.whole("sort_order") is None else row.whole("sort_order"),
        "source": row["source"],
        "note": row["note"],
        **span.fields,
    }
    for field, column in FLAGS.items():
        if row[column]:
            values[field] = row.choice(column, YES_OR_NO)
    for plain in PLAIN:
        values |= plain.values(row, run)
    partnership = row.reference("partnership_id", run.partnerships) or run.partnership
    columns = {"structure_set": "set", "starts_on": "start_date", "ends_on": "end_date", **FLAGS}
    columns["kind_as_printed"] = "kind" if "kind_as_printed" in row.absent else "kind_as_printed"
    match = {"partnership": partnership, "code": row.code("body_id")}
    was = run.bodies.get(row["body_id"])
    if BODY_NAMES.file in run.tables and (was or row["body_id"] in run.names_in(BODY_NAMES.file, "body_id")):
        if was:
            # The latest of its names is the body's: what this row says is no change of the office's.
            del values["name"], values["short_name"]
        return run.write(row, Body, match=match, values=values, columns=columns)
    names = list(was.names.all())[::-1] if was else []
    called = {name: values[name] for name in ("name", "short_name")}
    if names:
        del values["name"], values["short_name"]
    body = run.write(row, Body, match=match, values=values, columns=columns)
    _write_name(run, row, span, called, body=body, was=was, names=names, columns=columns)
    return body


def _write_name(
    run: ImportRun,
    row: Row,
    span: Span,
    called: dict[str, Any],
    *,
    body: Body,
    was: Body | None,
    names: list[BodyName],
    columns: dict[str, str],
) -> None:
    """The one name that the file knows, as long as the body lasts. Of several it is the one that the file said the last
    time; of dates, the row then says when the first of them began.
    """

    def write(means: list[BodyName], **values: Any) -> BodyName:
        match = {"body": body}
        return run.write(row, BodyName, match=match, values=values, columns=columns, part=True, means=means)

    if was is None or len(names) < 2:
        written, means = write(names, **called, source=row["source"], **span.fields), names
    else:
        last = run.memory.last(was).get("name")
        means = [name for name in names if digest(name, "name") == last][:1] or names[-1:]
        written = write(means, **called)
        if names[0].starts_on == was.starts_on:
            write(names[:1], starts_on=span.starts_on, starts_precision=span.starts_precision)
    if names:
        if (written.name, written.short_name) != (means[0].name, means[0].short_name):
            body.show_latest_name()
        run.memory.keep_words(body, "name", row["name"])


def _kind(run: ImportRun, row: Row) -> BodyKind:
    """The kind that the row names; “shadow statutory board” is a statutory board, unless a kind is called so."""
    word = compare_key(row.required("kind"))
    plain = word.removeprefix(PROPOSED).removeprefix(SHADOW)
    kind = run.kinds.get(word) or run.kinds.get(plain)
    if kind is None:
        names = ", ".join(dict.fromkeys(kind.name for kind in run.kinds.values()))
        row.refuse("kind", f"no kind is called that. Known are {names}. Add another in kinds.csv")
    return kind


def _write_line(run: ImportRun, row: Row, body: Body) -> None:
    above = row.reference("reports_to", run.bodies)
    if above is None or body.code in run.names_in(REPORTING_LINES.file, "body_id"):
        return
    values = {
        "reports_to": above,
        "starts_on": body.starts_on,
        "starts_precision": body.starts_precision,
        "ends_on": body.ends_on,
        "ends_precision": body.ends_precision,
        "source": row["source"],
    }
    lines = list(body.reporting_lines.all())
    found = pair(
        {0: values},
        lines,
        same=REPORTING_LINES.same,
        others=REPORTING_LINES.others,
        may=lambda line, _: len(lines) == 1 and run.memory.knows(line),
    )
    columns = {"starts_on": "start_date", "ends_on": "end_date"}
    means = list(found.values())
    run.write(row, ReportingLine, match={"body": body}, values=values, columns=columns, part=True, means=means)


def _write_changes(run: ImportRun, rows: list[Row]) -> None:
    """What each body turned into, whether its own row or its successor's says so."""
    told: set[tuple[str, str]] = set()
    for row in rows:
        with run.reading(row):
            told.add((row["body_id"], row["successor_id"]))
            _write_change(run, row, run.bodies[row["body_id"]])
    for row in run.standing(rows):
        with run.reading(row):
            predecessor = row.reference("predecessor_id", run.bodies)
            if predecessor and (predecessor.code, row["body_id"]) not in told:
                _write_beginning(run, row, predecessor)


def _write_change(run: ImportRun, row: Row, body: Body) -> None:
    successor = row.reference("successor_id", run.bodies)
    if not successor and not row["end_reason"]:
        return
    happened_on, precision = row.dated("end_date", "end_precision")
    kind = END_KINDS.get(row["end_reason"].casefold(), ChangeKind.REPLACED if successor else ChangeKind.ENDED)
    known = {"happened_on": happened_on, "happened_precision": precision, "reason": row["end_reason"]}
    values = known | {"kind": kind, "source": row["source"]}
    columns = {"happened_on": "end_date", "reason": "end_reason"}
    match = {"body": body, "successor": successor}
    run.write(row, BodyChange, match=match, values=values, columns=columns, part=True)


def _write_beginning(run: ImportRun, row: Row, predecessor: Body) -> None:
    starts_on, precision = row.dated("start_date", "start_precision")
    values = {"happened_on": starts_on, "happened_precision": precision, "source": row["source"]}
    match: dict[str, Any] = {"body": predecessor, "successor": run.bodies[row["body_id"]]}
    if not BodyChange.objects.filter(**match).exists():
        match |= {"kind": ChangeKind.REPLACED}
    run.write(row, BodyChange, match=match, values=values, columns={"happened_on": "start_date"}, part=True)
