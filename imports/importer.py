"""A directory of CSV files becomes a partnership's records: all of it, or nothing (I-1)."""

from datetime import date
from pathlib import Path

from django.db import transaction

from core import audit
from imports import meetings, membership, performance, scrutiny, scrutiny_report, strategies, structure
from imports import partnership as partnerships
from imports.run import ImportRun, Outcome

READ = frozenset(
    {
        partnerships.FILE,
        partnerships.DOCUMENTS,
        structure.FILE,
        membership.SECTORS,
        membership.ORGANISATIONS,
        membership.SEATS,
        membership.CHANGES,
        strategies.FILE,
        scrutiny.TOPIC_GROUPS,
        scrutiny.FINDINGS,
        scrutiny.RECOMMENDATIONS,
        scrutiny.PROGRESS,
        scrutiny_report.PARAGRAPHS,
        scrutiny_report.STAGES,
        meetings.FILE,
        meetings.AGENDA,
        performance.MEASURES,
        performance.ACHIEVEMENTS,
    }
)
NOT_READ_YET = frozenset(
    {
        "agreements.csv",
        "contributions.csv",
        "funding.csv",
        "policy_events.csv",
        "prioritisation_principles.csv",
        "projects.csv",
        "resources.csv",
    }
)


def import_directory(
    directory: Path, *, today: date, address: str = "", check: bool = False, other_encodings: bool = False
) -> ImportRun:
    """Import the files of a directory; ``check`` only looks what an import would do.

    Nothing is kept where anything is refused.
    """
    run = ImportRun(directory, today, address, other_encodings)
    present = {path.name for path in directory.glob("*.csv")}
    run.not_read = sorted(present & NOT_READ_YET)
    run.warnings += [
        f"{name} is not a file of an import: it was left aside." for name in sorted(present - READ - NOT_READ_YET)
    ]
    with transaction.atomic():
        _import_files(run)
        if check or run.refusals:
            transaction.set_rollback(True)
        elif run.totals[Outcome.NEW] or run.totals[Outcome.CHANGED]:
            counts = {outcome.value: run.totals[outcome] for outcome in Outcome}
            audit.record("partnership.imported", by=None, about=run.partnership, scope=run.partnership.slug, **counts)
    return run


def _import_files(run: ImportRun) -> None:
    partnerships.import_partnerships(run)
    if not run.has_partnership:
        return
    partnerships.import_documents(run)
    structure.import_bodies(run)
    membership.import_membership(run)
    strategies.import_strategies(run)
    scrutiny.import_scrutiny(run)
    scrutiny_report.import_report(run)
    meetings.import_meetings(run)
    performance.import_performance(run)
