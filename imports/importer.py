"""CSV files become a partnership's records: all of them, or nothing (I-1)."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from boards.models import Partnership
from core import audit
from core.acts import lock
from core.history import acting
from core.models import User
from imports import kinds, meetings, membership, performance, scrutiny, scrutiny_report, strategies, structure
from imports import partnership as partnerships
from imports.catalogue import COLUMNS, NOT_READ_YET
from imports.changes import Outcome
from imports.left_out import NOTHING, Decision, decide, find_left_out
from imports.run import ImportRun

CHANGING = (Outcome.NEW, Outcome.CHANGED, "ended", "removed")


def import_directory(
    directory: Path,
    *,
    today: date,
    address: str = "",
    check: bool = False,
    other_encodings: bool = False,
    takes_all: bool = False,
) -> ImportRun:
    """Import the CSV files of a directory; ``check`` only looks what an import would do. ``takes_all`` takes the value
    of the files where the office has changed the portal's.

    Nothing is kept where anything is refused.
    """
    files = {path.name: path.read_bytes() for path in directory.glob("*.csv")}
    run = ImportRun(files, today, address, other_encodings, called=directory.name, takes_all=takes_all)
    run_import(run, check=check)
    return run


def import_into(
    partnership: Partnership,
    files: Mapping[str, bytes],
    *,
    today: date,
    by: User,
    check: bool = False,
    take: Iterable[str] = (),
    first: Mapping[str, Decision] = NOTHING,
    then: Mapping[str, Decision] = NOTHING,
) -> ImportRun:
    """The same from the browser: CSV files and workbooks, into the partnership whose page it is. What was decided of
    records that are no longer in the files is done ``first``, before the rows are written, or ``then``.
    """
    run = ImportRun(files, today, other_encodings=True, into=partnership, take=frozenset(take))
    run_import(run, by=by, check=check, first=first, then=then)
    return run


def run_import(
    run: ImportRun,
    *,
    by: User | None = None,
    check: bool = False,
    first: Mapping[str, Decision] = NOTHING,
    then: Mapping[str, Decision] = NOTHING,
) -> None:
    present = {f"{Path(name).stem}.csv" for name in run.files}
    run.not_read = sorted(present & NOT_READ_YET)
    run.warnings += [
        f"{name} is not a file of an import: it was left aside."
        for name in sorted(present - set(COLUMNS) - NOT_READ_YET)
    ]
    if not run.load(COLUMNS):
        return
    with transaction.atomic(), acting(by=by):
        if run.into is not None and not check:
            run.into = lock(run.into)
        _import_files(run, first)
        if run.has_partnership and not run.refusals:
            decide(run, then)
        if check or run.refusals:
            transaction.set_rollback(True)
        else:
            run.memory.save(run.partnership)
        counts = {outcome.value: run.totals[outcome] for outcome in Outcome}
        counts |= {"ended": run.ended, "removed": run.removed}
        if not check and not run.refusals and any(counts[one] for one in CHANGING):
            audit.record("partnership.imported", by=by, about=run.partnership, scope=run.partnership.slug, **counts)


def _import_files(run: ImportRun, first: Mapping[str, Decision]) -> None:
    partnerships.import_partnerships(run)
    if not run.has_partnership:
        return
    if run.into is None:
        lock(run.partnership)
    decide(run, first)
    run.know_records()
    partnerships.import_documents(run)
    kinds.import_kinds(run)
    structure.import_bodies(run)
    membership.import_membership(run)
    strategies.import_strategies(run)
    scrutiny.import_scrutiny(run)
    scrutiny_report.import_report(run)
    meetings.import_meetings(run)
    performance.import_performance(run)
    find_left_out(run)
