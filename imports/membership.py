"""sectors.csv, organisations.csv, seats.csv and seat_changes.csv: who has a place at which table."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from boards.choices import OrganisationKind
from boards.models import Organisation, Seat, Sector
from core.choices import Precision
from core.rules.dates import ONE_DAY
from core.sheets.reading import Columns
from imports.cells import Row
from imports.columns import ENDS, STARTS, Choice, Text, holder_values
from imports.fact_files import FactRow
from imports.facts import APPOINTMENTS, CONTACTS, ORGANISATION_NAMES, SEAT_FACTS, SEAT_HOLDERS
from imports.people import PEOPLE
from imports.run import ImportRun

SECTORS = "sectors.csv"
SECTOR_COLUMNS = Columns.parse("sector_id! name! sort_order seats_stated source note")
ORGANISATIONS = "organisations.csv"
ORGANISATION_COLUMNS = Columns.parse(
    "org_id! name! sector_id kind nature holds_board_seat website start_date start_precision end_date "
    "end_precision successor_id source note"
)
SEATS = "seats.csv"
SEAT_COLUMNS = Columns.parse(
    "seat_no! body_id! sector_id sector agency! holder_id holder_kind start_date start_precision end_date "
    "end_precision source note"
)
CHANGES = "seat_changes.csv"
CHANGE_COLUMNS = Columns.parse("seat_no! body_id! holder_id! holder_kind! start_date! start_precision source note")
NATURE = Choice("nature", choices=OrganisationKind)
NATURES = {
    "office": OrganisationKind.OFFICE,
    "elected office": OrganisationKind.OFFICE,
    "unnamed nominee": OrganisationKind.NOMINEE,
}


def import_membership(run: ImportRun) -> None:
    sectors = run.rows(SECTORS, SECTOR_COLUMNS, key=("sector_id",))
    for row in sectors:
        with run.reading(row, code="sector_id", of=run.sectors):
            run.sectors[row["sector_id"]] = _write_sector(run, row)
    organisations = run.rows(ORGANISATIONS, ORGANISATION_COLUMNS, key=("org_id",))
    run.warn_of_look_alikes(organisations, "name")
    for row in organisations:
        with run.reading(row, code="org_id", of=run.organisations):
            run.organisations[row["org_id"]] = _write_organisation(run, row)
    for row in run.standing(organisations):
        with run.reading(row):
            successor = row.reference("successor_id", run.organisations)
            match = {"partnership": run.partnership, "code": row["org_id"]}
            run.write(row, Organisation, match=match, values={"successor": successor}, part=True)
    for name in ORGANISATION_NAMES.import_rows(run):
        name.organisation.show_latest_name()
    PEOPLE.import_rows(run)
    _import_seats(run)
    for file in (SEAT_HOLDERS, CONTACTS, APPOINTMENTS):
        file.import_rows(run)
    _compare_seat_counts(run, sectors)


def _write_sector(run: ImportRun, row: Row) -> Sector:
    values = {
        "name": row.required("name"),
        "sort_order": row.number if row.whole("sort_order") is None else row.whole("sort_order"),
        "seats_stated": row.whole("seats_stated"),
        "source": row["source"],
    }
    match = {"partnership": run.partnership, "code": row.code("sector_id")}
    return run.write(row, Sector, match=match, values=values)


def _write_organisation(run: ImportRun, row: Row) -> Organisation:
    values: dict[str, Any] = {
        "name": row.required("name"),
        "sector": row.reference("sector_id", run.sectors),
        "nature": NATURES.get(row["kind"].casefold(), OrganisationKind.ORGANISATION),
        "kind": row["kind"],
        "source": row["source"],
        "note": row["note"],
    }
    if row["nature"]:
        values |= NATURE.values(row, run)
    for column in (Text("website"), STARTS, ENDS):
        values |= column.values(row, run)
    match = {"partnership": run.partnership, "code": row.code("org_id")}
    if match["code"] in run.organisations and match["code"] in run.names_in(ORGANISATION_NAMES.file, "org_id"):
        del values["name"]  # the latest of its names is the organisation's: see ``imports.structure``
    columns = {**STARTS.fields, **ENDS.fields, "nature": "kind"}
    return run.write(row, Organisation, match=match, values=values, columns=columns)


# Seats


@dataclass(frozen=True)
class Holder:
    """Who holds a seat from which day on, and the row that says so."""

    row: Row
    code: str
    starts_on: date | None
    starts_precision: Precision


def _import_seats(run: ImportRun) -> None:
    rows = run.rows(SEATS, SEAT_COLUMNS, key=("body_id", "start_date", "seat_no"))
    numbered = {(row["body_id"], row["seat_no"]) for row in rows}
    changes: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for change in run.rows(CHANGES, CHANGE_COLUMNS, key=("body_id", "start_date", "seat_no")):
        with run.reading(change):
            place = (change.required("body_id"), change.required("seat_no"))
            if place not in numbered:
                change.refuse("seat_no", f"{SEATS} has no seat of this number at “{change['body_id']}”")
            change.required("start_date")
            dated = change.dated("start_date", "start_precision")
            changes[place].append(Holder(change, change.required("holder_id"), *dated))
    facts = SEAT_FACTS.read_all(run, rows)
    SEAT_FACTS.write_all(facts, run)
    for one in facts:
        if one.wrote is not None and SEAT_HOLDERS.file not in run.tables:
            with run.reading(one.row):
                _write_holdings(run, one.row, one.wrote, changes[one.row["body_id"], one.row["seat_no"]])


def _write_holdings(run: ImportRun, row: Row, seat: Seat, changes: Iterable[Holder]) -> None:
    """The first holder from the seat's start, then each change; one ends on the day before the next starts."""
    first, *later = row.list("holder_id", ";") or [row.required("holder_id")]
    changes = sorted(changes, key=lambda change: change.starts_on or date.min)
    if undated := [code for code in later if code not in {change.code for change in changes}]:
        run.warnings.append(
            f"{SEATS}, row {row.number}: the seat passed to {' and '.join(undated)}, but {CHANGES} does not say when. "
            f"{first} is kept as its holder."
        )
    holders = [Holder(row, first, seat.starts_on, Precision(seat.starts_precision)), *changes]
    facts = []
    for holder, following in zip(holders, [*changes, None], strict=True):
        ends_on, precision = seat.ends_on, Precision(seat.ends_precision)
        if following is not None and following.starts_on is not None:
            ends_on, precision = following.starts_on - ONE_DAY, following.starts_precision
        with run.reading(holder.row):
            facts.append(_holding(run, holder, seat, ends_on, precision))
    SEAT_HOLDERS.find_within(facts, list(seat.holdings.all()), run)
    SEAT_HOLDERS.write_all(facts, run)


def _holding(run: ImportRun, holder: Holder, seat: Seat, ends_on: date | None, precision: Precision) -> FactRow:
    row = holder.row
    values = {
        "seat": seat,
        "starts_on": holder.starts_on,
        **holder_values(row, holder.code, run),
        "starts_precision": holder.starts_precision,
        "ends_on": ends_on,
        "ends_precision": precision,
        "source": row["source"],
    }
    columns = {"starts_on": "start_date", "organisation": "holder_id", "body": "holder_id"}
    return FactRow(row, values, is_part=row.file == SEATS, columns=columns)


def _compare_seat_counts(run: ImportRun, sectors: list[Row]) -> None:
    """P-5: where the stated number of seats is not the number of rows, say so and correct nothing."""
    counted = Counter(Seat.objects.filter(body__partnership=run.partnership).values_list("sector__code", flat=True))
    for row in sectors:
        sector = run.sectors.get(row["sector_id"])
        if counted and sector and sector.seats_stated not in (None, counted[sector.code]):
            run.warnings.append(
                f"{SECTORS}, row {row.number}: {sector.name} is stated to have {sector.seats_stated} seats, "
                f"{SEATS} gives it {counted[sector.code]}."
            )
