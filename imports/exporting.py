"""Everything that files have, as files: imported into an empty portal, they are the same records (I-8)."""

from __future__ import annotations

from collections.abc import Iterable

from boards.choices import Nation, OrganisationKind
from boards.models import Partnership, Priority
from imports import exporting_meetings, facts
from imports.achievements import ACHIEVEMENTS
from imports.codes import code_of, give_codes
from imports.columns import (
    ENDS,
    STARTS,
    Choice,
    CodeOf,
    Derived,
    Flag,
    Number,
    Reference,
    Text,
    Whole,
)
from imports.facts import NOTE, SOURCE
from imports.kinds import KINDS
from imports.left_out import note_gone_out
from imports.packages import pack
from imports.people import PEOPLE
from imports.record_files import WrittenFile
from imports.strategies import ITEM_ENDS, ITEM_STARTS
from imports.structure import FLAGS, PLAIN
from imports.templates import README, readme
from performance.models import Result

EXPORTED = """These files hold what the partnership has, as far as files have it. Imported into an empty portal, they
give the same records. Not in files: summaries, actions, comments, attendance, invitations, emails, reports, uploaded
papers, accounts and roles, and the history. A backup of the server has all of it.

"""


def _with_those_before(partnership: Partnership) -> Iterable[Partnership]:
    before = partnership.predecessor
    return [partnership, *(_with_those_before(before) if before else ())]


def _parents_first(partnership: Partnership) -> Iterable[Priority]:
    priorities = Priority.objects.filter(strategy__partnership=partnership).select_related("strategy", "parent__parent")
    return sorted(priorities, key=lambda one: (one.strategy.code, _depth(one), one.position, one.code))


def _depth(priority: Priority) -> int:
    return _depth(priority.parent) + 1 if priority.parent else 0


PARTNERSHIP = WrittenFile(
    "partnership.csv",
    "partnership",
    (
        Text("partnership_id", "code"),
        *(Text(name) for name in ("name", "short_name", "area", "kind")),
        STARTS,
        ENDS,
        Reference("predecessor_id", "predecessor"),
        *(Text(name) for name in ("accountable_body", "chair_provided_by", "secretariat_provided_by", "legal_status")),
        Text("purpose_summary", "purpose"),
        Text("welcome"),
        Choice("nation", choices=Nation),
        *(Text(name) for name in ("office_email", "office_phone", "office_address")),
        Text("accent"),
        Flag("shows_attendance_rates"),
        SOURCE,
        NOTE,
    ),
    _with_those_before,
    in_order=True,
)
DOCUMENTS = WrittenFile(
    "documents.csv", "document", (Text("code"), Text("title")), lambda partnership: partnership.source_documents.all()
)
BODIES = WrittenFile(
    "bodies.csv",
    "body",
    (
        Text("body_id", "code"),
        Text("name"),
        Derived("kind", get=lambda body: body.kind.code),
        Text("kind_as_printed"),
        Reference("partnership_id", "partnership"),
        Text("set", "structure_set"),
        Text("theme"),
        STARTS,
        ENDS,
        Text("end_reason"),
        Text("also_reports_to"),
        *(Flag(column, field) for field, column in FLAGS.items()),
        Whole("sort_order"),
        *PLAIN,
        SOURCE,
        NOTE,
    ),
    lambda partnership: [
        body for one in _with_those_before(partnership) for body in one.bodies.select_related("partnership", "kind")
    ],
)
SECTORS = WrittenFile(
    "sectors.csv",
    "sector",
    (
        Text("sector_id", "code"),
        Text("name"),
        Whole("sort_order"),
        Whole("seats_stated"),
        SOURCE,
    ),
    lambda partnership: partnership.sectors.all(),
)
ORGANISATIONS = WrittenFile(
    "organisations.csv",
    "organisation",
    (
        Text("org_id", "code"),
        Text("name"),
        Reference("sector_id", "sector"),
        Text("kind"),
        Choice("nature", choices=OrganisationKind),
        Text("website"),
        STARTS,
        ENDS,
        Reference("successor_id", "successor"),
        SOURCE,
        NOTE,
    ),
    lambda partnership: partnership.organisations.select_related("sector", "successor"),
)
STRATEGIES = WrittenFile(
    "strategies.csv",
    "priority",
    (
        Reference("strategy_id", "strategy"),
        Derived("strategy_name", get=lambda one: one.strategy.name),
        Derived("status", get=lambda one: one.strategy.status),
        Text("item_id", "code"),
        Text("item_kind", "kind"),
        Whole("item_order", "position"),
        Text("item_name", "name"),
        Derived("parent_item_id", get=lambda one: one.parent.code if one.parent else None),
        ITEM_STARTS,
        ITEM_ENDS,
        SOURCE,
        NOTE,
    ),
    _parents_first,
    in_order=True,
)
MEASURES = WrittenFile(
    "measures.csv",
    "figure",
    (
        Reference("measure_id", "measure"),
        Derived("name", get=lambda one: one.measure.name),
        Derived("unit", get=lambda one: one.measure.unit),
        Whole("year"),
        Number("value"),
        Text("value_basis", "basis"),
        Number("change_stated"),
        Whole("change_from_year"),
        Derived("polarity", get=lambda one: one.measure.polarity),
        SOURCE,
        NOTE,
    ),
    lambda partnership: Result.objects.filter(measure__partnership=partnership).select_related("measure"),
)
WRITTEN = (
    *(PARTNERSHIP, DOCUMENTS, KINDS, BODIES, facts.BODY_NAMES, facts.REPORTING_LINES, facts.BODY_CHANGES),
    *(SECTORS, ORGANISATIONS, facts.ORGANISATION_NAMES, PEOPLE, facts.SEAT_FACTS, facts.SEAT_HOLDERS),
    *(facts.CONTACTS, facts.APPOINTMENTS, facts.STRATEGY_DETAILS, STRATEGIES),
    *exporting_meetings.WRITTEN,
    *(facts.MEASURE_DETAILS, MEASURES, facts.TARGETS, facts.COMPARATORS, facts.COMPARISONS, ACHIEVEMENTS),
)


def export_files(partnership: Partnership) -> dict[str, bytes]:
    """Every file, by its name. Records that only files have codes for keep those that they get now."""
    give_codes(partnership)
    find: CodeOf = code_of(partnership)
    files = {}
    for one in WRITTEN:
        records = list(one.records(partnership))
        note_gone_out(partnership, records)
        files[one.file] = "".join(one.table(records, find).csv()).encode()
    return files


def export_zip(partnership: Partnership) -> bytes:
    return pack({README: readme(EXPORTED).encode(), **export_files(partnership)})
