"""What came from a file, or went into one, and is no longer in it: kept, unless an admin ends or removes it (I-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import models

from agendas.models import AgendaItem
from boards.models import Body, BodyName, Organisation, Partnership, Priority, SeatHolding, Sector, SourceDocument
from core import history
from core.acts import Gone, lock
from core.choices import Precision
from core.models import DatedModel, Governed
from core.records.removal import what_hangs_on
from core.sheets.reading import Refusal
from imports import facts, meetings, membership, partnership, performance, scrutiny, scrutiny_report, strategies
from imports.achievements import ACHIEVEMENTS
from imports.fact_files import FactFile
from imports.kinds import KINDS as KINDS_OF_BODIES
from imports.memory import remember
from imports.models import FileRecord
from imports.people import PEOPLE
from imports.record_files import RecordFile, write_in_turn
from imports.run import ImportRun
from imports.structure import FILE as BODIES
from meetings.models import Meeting
from performance.models import Result
from progress.models import ProgressUpdate
from recommendations.models import Recommendation
from scrutiny.models import Finding, ReportParagraph, StagePassed, TopicGroup

SHOWN_AT_MOST = 200
ON_ITS_PAGE = "it is removed on its own page"
ONLY_NAME = "it is the only name"


class Decision(TypedDict):
    """What an admin decides of one: ``act`` is end or remove, ``on`` the last day."""

    act: str
    on: str


NOTHING: Mapping[str, Decision] = {}


@dataclass(frozen=True)
class Kept:
    """The records of which a file has a row each; what ``goes_along`` is removed with them. Those that are worked on in
    the portal may not go by a file.
    """

    file: str
    model: type[models.Model]
    goes_along: tuple[str, ...] = ()
    may_go: bool = True
    is_fact: bool = False


@dataclass(frozen=True)
class LeftOut:
    """One that is no longer in the file. ``why_not_removable`` is empty where it may be removed."""

    key: str
    file: str
    title: str
    starts_on: str
    may_end: bool
    why_not_removable: str


def _declared(*files: RecordFile) -> Iterator[Kept]:
    for one in files:
        yield Kept(one.file, one.model, is_fact=isinstance(one, FactFile))


KEPT = (
    *_declared(facts.BODY_NAMES, facts.REPORTING_LINES, facts.BODY_CHANGES, facts.ORGANISATION_NAMES),
    *_declared(facts.SEAT_HOLDERS, facts.CONTACTS, facts.APPOINTMENTS),
    Kept(membership.CHANGES, SeatHolding, is_fact=True),
    *_declared(facts.SEAT_FACTS, PEOPLE, facts.TARGETS, facts.COMPARISONS, facts.COMPARATORS, ACHIEVEMENTS),
    Kept(performance.MEASURES, Result),
    *_declared(facts.MEASURE_DETAILS),
    Kept(strategies.FILE, Priority),
    *_declared(facts.STRATEGY_DETAILS),
    Kept(membership.ORGANISATIONS, Organisation, goes_along=("names",)),
    Kept(membership.SECTORS, Sector),
    Kept(BODIES, Body, goes_along=("names", "reporting_lines")),
    *_declared(KINDS_OF_BODIES),
    Kept(partnership.DOCUMENTS, SourceDocument, may_go=False),
    Kept(scrutiny.OWNERS.file, scrutiny.OWNERS.model, may_go=False),
    Kept(scrutiny.TOPIC_GROUPS, TopicGroup, may_go=False),
    Kept(scrutiny.FINDINGS, Finding, may_go=False),
    Kept(scrutiny.RECOMMENDATIONS, Recommendation, may_go=False),
    Kept(scrutiny.PROGRESS, ProgressUpdate, may_go=False),
    Kept(scrutiny_report.PARAGRAPHS, ReportParagraph, may_go=False),
    Kept(scrutiny_report.STAGES, StagePassed, may_go=False),
    Kept(meetings.FILE, Meeting, may_go=False),
    Kept(meetings.AGENDA, AgendaItem, may_go=False),
)
BY_LABEL = {kept.model._meta.label_lower: kept for kept in KEPT}


def find_left_out(run: ImportRun) -> None:
    """After all rows are written: ``run.left_out`` are the first of those that no row means, and how many there are."""
    for kept in KEPT:
        if not _is_whole(run, kept):
            continue
        records = _records(run, kept)
        run.left_out_count += len(records)
        for record in records[: SHOWN_AT_MOST - len(run.left_out)]:
            run.left_out.append(asdict(_left_out(kept, record)))


def _is_whole(run: ImportRun, kept: Kept) -> bool:
    """Whether the files have all such records, and it is known what their rows mean. Later holders of seats are all
    there where the first ones are.
    """
    if kept.file == membership.CHANGES and (
        membership.SEATS not in run.tables or facts.SEAT_HOLDERS.file in run.tables
    ):
        return False
    return kept.file in run.tables and (not run.refusals or kept.file in run.paired)


def _records(run: ImportRun, kept: Kept) -> list[Any]:
    label = kept.model._meta.label_lower
    known = FileRecord.objects.filter(partnership=run.partnership, record_type=label)
    touched = {pk for touched, pk in run.memory.touched if touched == label}
    left = sorted(set(known.values_list("record_pk", flat=True)) - touched)
    return list(kept.model._default_manager.filter(pk__in=left).order_by("pk"))


def _left_out(kept: Kept, record: Any) -> LeftOut:
    starts_on = getattr(record, "starts_on", None)
    return LeftOut(
        key=key_of(record),
        file=kept.file,
        title=_title(record),
        starts_on=starts_on.isoformat() if starts_on else "",
        may_end=kept.may_go and isinstance(record, DatedModel) and record.ends_on is None,
        why_not_removable=_why_not_removable(kept, record),
    )


def key_of(record: models.Model) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def _title(record: Any) -> str:
    """What it says, of what, and when."""
    title = str(record)
    whole = next((part for name in record.part_of if (part := getattr(record, name))), None)
    if whole is not None and str(whole) not in title:
        title = f"{whole}: {title}"
    return f"{title}, {record.period}" if isinstance(record, DatedModel) and record.period else title


def _why_not_removable(kept: Kept, record: Any) -> str:
    if not kept.may_go:
        return ON_ITS_PAGE
    if isinstance(record, BodyName) and not record.others().exists():
        return ONLY_NAME
    hanging = what_hangs_on(record, but=kept.goes_along)
    return f"something else belongs to it: {hanging}" if hanging else ""


# Decided


def decide(run: ImportRun, decisions: Mapping[str, Decision]) -> None:
    """End and remove what an admin decided of; what cannot be done is refused. Facts go before what they are about."""
    order = list(BY_LABEL)
    keys = sorted(decisions, key=lambda key: order.index(key.partition(":")[0]))
    _, left = write_in_turn(keys, lambda key: _do(run, key, decisions[key]))
    for key in left:
        try:
            _do(run, key, decisions[key])
        except Refusal as refusal:
            run.refusals.append(refusal)


def _do(run: ImportRun, key: str, decision: Decision) -> None:
    label, _, pk = key.partition(":")
    kept = BY_LABEL[label]
    record: Any = kept.model._default_manager.filter(pk=pk).first()
    if record is None or not FileRecord.objects.filter(
        partnership=run.partnership, record_type=label, record_pk=record.pk
    ):
        return
    if (label, record.pk) in run.memory.touched:
        raise Refusal(kept.file, f"“{_title(record)}” is in the file")
    try:
        record = lock(record, to_remove=decision["act"] == "remove")
    except Gone:
        return
    if decision["act"] == "end":
        _end(kept, record, date.fromisoformat(decision["on"]))
        run.ended += 1
    else:
        _remove(kept, record)
        run.removed += 1
    FileRecord.objects.filter(record_type=label, record_pk=pk).delete()


def _end(kept: Kept, record: Any, on: date) -> None:
    title = _title(record)
    record.ends_on, record.ends_precision = on, Precision.DAY
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refusal(kept.file, f"“{title}” cannot end then: {' '.join(error.messages)}") from error
    history.explain(record, f"No longer in {kept.file}")
    record.save()


def _remove(kept: Kept, record: Any) -> None:
    if reason := _why_not_removable(kept, record):
        raise Refusal(kept.file, f"“{_title(record)}” cannot be removed: {reason}")
    parts: Sequence[Governed] = [part for name in kept.goes_along for part in getattr(record, name).all()]
    for one in (*parts, record):
        history.explain(one, f"No longer in {kept.file}")
        one.delete()
    for name in ("body", "organisation"):
        if kept.file in (facts.BODY_NAMES.file, facts.ORGANISATION_NAMES.file) and hasattr(record, name):
            getattr(record, name).show_latest_name()


# Going out


def note_gone_out(partnership: Partnership, records: Sequence[models.Model]) -> None:
    """The records are in files now: where one is taken out, the import says so."""
    remember(partnership, [record for record in records if record._meta.label_lower in BY_LABEL])
