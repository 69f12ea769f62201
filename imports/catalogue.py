"""The files of an import: what each has a row for, and its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.sheets.reading import Columns
from imports import facts, meetings, membership, performance, scrutiny, scrutiny_report, strategies, structure
from imports import partnership as partnerships
from imports.achievements import ACHIEVEMENTS
from imports.kinds import KINDS as KINDS_OF_BODIES
from imports.people import PEOPLE
from imports.record_files import RecordFile


@dataclass(frozen=True)
class FileKind:
    """``of`` completes “One row for each …”."""

    of: str
    columns: Columns


def _declared(*files: RecordFile) -> dict[str, FileKind]:
    return {one.file: FileKind(one.of, one.read_as) for one in files}


# In the order in which they are read.
KINDS: Mapping[str, FileKind] = {
    partnerships.FILE: FileKind("partnership, and those that came before it", partnerships.COLUMNS),
    partnerships.DOCUMENTS: FileKind("document that records cite as their source", partnerships.DOCUMENT_COLUMNS),
    **_declared(KINDS_OF_BODIES),
    structure.FILE: FileKind("board, group or other body", structure.COLUMNS),
    **_declared(facts.BODY_NAMES, facts.REPORTING_LINES, facts.BODY_CHANGES),
    membership.SECTORS: FileKind("sector of seats", membership.SECTOR_COLUMNS),
    membership.ORGANISATIONS: FileKind("organisation, office or unnamed nominee", membership.ORGANISATION_COLUMNS),
    **_declared(facts.ORGANISATION_NAMES, PEOPLE),
    membership.SEATS: FileKind("seat", membership.SEAT_COLUMNS),
    membership.CHANGES: FileKind("later holder of a seat", membership.CHANGE_COLUMNS),
    **_declared(facts.SEAT_HOLDERS, facts.CONTACTS, facts.APPOINTMENTS, facts.STRATEGY_DETAILS),
    strategies.FILE: FileKind("priority, theme or sub-theme of a strategy", strategies.COLUMNS),
    scrutiny.TOPIC_GROUPS: FileKind("topic group", scrutiny.TOPIC_GROUP_COLUMNS),
    scrutiny.FINDINGS: FileKind("finding of a topic group", scrutiny.FINDING_COLUMNS),
    **_declared(scrutiny.OWNERS),
    scrutiny.RECOMMENDATIONS: FileKind("recommendation", scrutiny.RECOMMENDATION_COLUMNS),
    scrutiny.PROGRESS: FileKind("claim of progress on a recommendation", scrutiny.PROGRESS_COLUMNS),
    scrutiny_report.PARAGRAPHS: FileKind("paragraph of a topic group’s report", scrutiny_report.PARAGRAPH_COLUMNS),
    scrutiny_report.STAGES: FileKind("stage that a report has passed", scrutiny_report.STAGE_COLUMNS),
    meetings.FILE: FileKind("meeting or event", meetings.COLUMNS),
    meetings.AGENDA: FileKind("item of an agenda", meetings.AGENDA_COLUMNS),
    **_declared(facts.MEASURE_DETAILS),
    performance.MEASURES: FileKind("figure of a measure in a year", performance.MEASURE_COLUMNS),
    **_declared(facts.TARGETS, facts.COMPARATORS, facts.COMPARISONS),
    **_declared(ACHIEVEMENTS),
}
# The column that refused rows come back with; in a file that is imported it is passed over.
REFUSED_BECAUSE = "refused_because"
COLUMNS: Mapping[str, Columns] = {
    file: replace(kind.columns, optional=kind.columns.optional | {REFUSED_BECAUSE}) for file, kind in KINDS.items()
}
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
