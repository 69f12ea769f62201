"""partnership.csv: the partnership that is imported, and those that it followed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from boards.choices import Nation
from boards.models import Partnership, SourceDocument
from core.choices import Precision
from core.rules.dates import ONE_DAY
from core.sheets.reading import Columns, Refusal
from imports.cells import CODE, Row
from imports.columns import Choice, Flag, Text, last_day
from imports.run import ImportRun
from progress.rules import makes_loop

FILE = "partnership.csv"
COLUMNS = Columns.parse(
    "partnership_id! name! short_name area kind start_date start_precision end_date end_precision predecessor_id "
    "accountable_body chair_provided_by secretariat_provided_by legal_status purpose_summary welcome nation "
    "office_email office_phone office_address accent shows_attendance_rates source note"
)
DOCUMENTS = "documents.csv"
DOCUMENT_COLUMNS = Columns.parse("code! title!")
PLAIN = (
    *(Choice("nation", choices=Nation), Text("accent"), Text("welcome")),
    *(Text("office_email"), Text("office_phone"), Text("office_address")),
    Flag("shows_attendance_rates", otherwise=True),
)
SAME_NAMED = (
    *("name", "short_name", "area", "kind", "legal_status", "accountable_body"),
    *("chair_provided_by", "secretariat_provided_by", "source", "note"),
)


def import_partnerships(run: ImportRun) -> None:
    """Write the partnerships; ``run.partnership`` is the one that no other followed."""
    if run.into is not None:
        _take_as_known(run, run.into)
    rows = run.rows(FILE, COLUMNS, key=("partnership_id",), must_exist=run.into is None)
    if not rows and run.has_partnership and FILE not in run.tables:
        return
    if not rows:
        if not run.refusals:
            run.refusals.append(Refusal(FILE, "the file has no rows: describe the partnership in one"))
        return
    earlier = {row["predecessor_id"] for row in rows if row["predecessor_id"]}
    latest = [row for row in rows if row["partnership_id"] not in earlier]
    if len(latest) != 1:
        reason = "exactly one partnership must be the last one: give each of the others as a predecessor_id"
        run.refusals.append(Refusal(FILE, reason, column="predecessor_id"))
        return
    starts = {row["predecessor_id"]: row for row in rows if row["predecessor_id"]}
    for row in rows:
        with run.reading(row, code="partnership_id", of=run.partnerships):
            code, is_main = row.code("partnership_id"), row is latest[0]
            partnership = _write(run, row, follower=starts.get(row["partnership_id"]), is_main=is_main)
            run.partnerships[code] = partnership
            if is_main:
                run.partnership = partnership
    for row in run.standing(rows):
        with run.reading(row):
            predecessor = row.reference("predecessor_id", run.partnerships)
            match = {"pk": run.partnerships[row["partnership_id"]].pk}
            _refuse_loop(row, match["pk"], predecessor)
            written = run.write(row, Partnership, match=match, values={"predecessor": predecessor}, part=True)
            if run.has_partnership and written == run.partnership:
                run.partnership = written


def _take_as_known(run: ImportRun, partnership: Partnership) -> None:
    run.partnership = partnership
    known: Partnership | None = partnership
    while known is not None:
        run.partnerships[known.code] = known
        known = known.predecessor


def import_documents(run: ImportRun) -> None:
    """Write the documents that the ``source`` columns cite. Without the file, the codes are shown as they are."""
    for row in run.rows(DOCUMENTS, DOCUMENT_COLUMNS, key=("code",)):
        with run.reading(row):
            match = {"partnership": run.partnership, "code": row.required("code")}
            run.write(row, SourceDocument, match=match, values={"title": row.required("title")})


def _write(run: ImportRun, row: Row, *, follower: Row | None, is_main: bool) -> Partnership:
    code = row.code("partnership_id")
    starts_on, starts_precision = row.dated("start_date", "start_precision")
    ends_on, ends_precision = _end(row, follower)
    values: dict[str, Any] = {name: row[name] for name in SAME_NAMED} | {
        "name": row.required("name"),
        "purpose": row["purpose_summary"],
        "starts_on": starts_on,
        "starts_precision": starts_precision,
        "ends_on": ends_on,
        "ends_precision": ends_precision,
        "is_listed": is_main,
    }
    held = run.into if is_main and run.into else Partnership.objects.filter(code=code).first()
    _refuse_others(run, row, held, is_main=is_main)
    for column in PLAIN:
        if row[column.column]:
            values |= column.values(row, run)
    if held is None:
        values.setdefault("nation", settings.NATION)
    values["slug"] = _address(run, row, held) if is_main else held.slug if held else code
    match: dict[str, Any] = {"code": code}
    if run.into and held == run.into:
        match = {"pk": run.into.pk}
    columns = {"slug": "partnership_id", "code": "partnership_id", "purpose": "purpose_summary"}
    return run.write(row, Partnership, match=match, values=values, columns=columns)


def _refuse_others(run: ImportRun, row: Row, held: Partnership | None, *, is_main: bool) -> None:
    """Nothing of another partnership of this portal is touched: neither by its own code nor as a predecessor."""
    with_code = Partnership.objects.filter(code=row["partnership_id"])
    others = with_code.exclude(pk=held.pk) if is_main and held else with_code.filter(is_listed=True)
    if not is_main and run.into:
        others = with_code.exclude(pk__in=[one.pk for one in run.partnerships.values()])
    if others.exists():
        row.refuse("partnership_id", "another partnership of this portal has this code")


def _refuse_loop(row: Row, pk: int, predecessor: Partnership | None) -> None:
    known = {one: before for one, before in Partnership.objects.values_list("pk", "predecessor") if before}
    if predecessor and makes_loop(known, one=pk, successor=predecessor.pk):
        row.refuse("predecessor_id", "it came after this one, or is the same")


def _end(row: Row, follower: Row | None) -> tuple[date | None, Precision]:
    """The last day. T-5: an end on the day that the successor starts means that the successor holds from that day."""
    if row["end_precision"]:
        return last_day(row, "end_date", "end_precision")
    ends_on = row.day("end_date")
    if ends_on and follower and follower.day("start_date") == ends_on:
        return ends_on - ONE_DAY, follower.dated("start_date", "start_precision")[1]
    return ends_on, Precision.DAY


def _address(run: ImportRun, row: Row, held: Partnership | None) -> str:
    """Where the partnership's pages are; once given, an address stays."""
    if held and held == run.into:
        return held.slug
    address = run.address or (held.slug if held else run.called)
    if not CODE.fullmatch(address):
        row.refuse("partnership_id", f"“{address}” can't be an address: give one with --address, for example halton")
    if held and held.slug != address:
        row.refuse("partnership_id", f"the partnership is already at /{held.slug}/: leave out --address {address}")
    if Partnership.objects.filter(~Q(code=row["partnership_id"]), slug=address).exists():
        row.refuse("partnership_id", f"another partnership is at /{address}/: give a different --address")
    return address
