"""Who changed what in a record, and from what to what: a page of the stored history, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.utils.text import Truncator

from actions.models import Action
from agendas.models import AgendaItem
from attendance.models import Attendance
from boards.models import Appointment, Body, BodyChange, BodyName, Partnership, ReportingLine, Seat, SeatHolding
from core.rules.dates import format_date, format_time
from core.rules.working_days import LONDON
from meetings.models import Meeting
from monitoring.models import MonitoringDecision, Review
from performance.models import Measure, Result, Target
from recommendations.models import (
    ProgressUpdate,
    Recommendation,
    RecommendationParty,
    Response,
    StatusChange,
    StatusProposal,
    Wording,
)
from scrutiny.models import Evidence, Finding, ReportParagraph, StagePassed, TopicGroup

ENTRIES_A_PAGE = 25
ACTS = {"+": "Added", "~": "Changed", "-": "Removed"}
NOTHING = "nothing"
NAME_LENGTH = 90
# Said elsewhere in the entry, or of the machine and not of the matter.
LEFT_OUT = frozenset(
    {
        *("id", "partnership", "code", "sort_order", "position"),
        *("recorded_at", "recorded_by", "summary_due_on"),
    }
)


@dataclass(frozen=True)
class Part:
    """Records of ``model`` that belong to the one shown by ``path``; ``name`` is the field that tells them apart."""

    model: type[models.Model]
    path: str
    name: str


@dataclass(frozen=True)
class Kind:
    """A governed record with a page of its own, where it is found by ``key``; ``within`` leads to its partnership."""

    model: type[models.Model]
    page: str
    key: str
    parts: tuple[Part, ...] = ()
    within: str = "partnership"

    @property
    def all_parts(self) -> tuple[Part, ...]:
        return (Part(self.model, "id", ""), *self.parts)

    def key_in(self, arguments: Mapping[str, Any]) -> str:
        """The record's key among the arguments of its page's address; “all” where there is but one."""
        return str(arguments[self.key]) if self.key else "all"


# By the word that stands in the address of the history.
KINDS: Mapping[str, Kind] = {
    "meetings": Kind(
        Meeting,
        "meetings:detail",
        "pk",
        (Part(AgendaItem, "meeting", "title"), Part(Attendance, "meeting", "seat"), Part(Action, "meeting", "what")),
    ),
    "recommendations": Kind(
        Recommendation,
        "recommendations:detail",
        "pk",
        (
            Part(ProgressUpdate, "recommendation", "text"),
            Part(RecommendationParty, "recommendation", "printed_as"),
            Part(Wording, "recommendation", "title"),
            Part(Response, "recommendation", "responder"),
            Part(StatusProposal, "recommendation", "to_status"),
            Part(StatusChange, "recommendation", "to_status"),
            Part(MonitoringDecision, "recommendation", "choice"),
            Part(Review, "recommendation", "reviewed_on"),
        ),
    ),
    "topic-groups": Kind(
        TopicGroup,
        "scrutiny:topic_group",
        "pk",
        (
            Part(Finding, "topic_group", "text"),
            Part(Evidence, "topic_group", "given_by"),
            Part(ReportParagraph, "topic_group", "number"),
            Part(StagePassed, "topic_group", "stage"),
        ),
    ),
    "measures": Kind(
        Measure, "performance:measure", "code", (Part(Target, "measure", "year"), Part(Result, "measure", "year"))
    ),
    "bodies": Kind(
        Body,
        "boards:body",
        "code",
        (
            Part(BodyName, "body", "name"),
            Part(ReportingLine, "body", "reports_to"),
            Part(BodyChange, "body", "kind"),
            Part(Seat, "body", "label"),
            Part(SeatHolding, "seat__body", "seat"),
            Part(Appointment, "body", "person"),
            Part(Appointment, "seat__body", "person"),
        ),
    ),
    # The settings' page needs no key: the partnership's own address is enough.
    "settings": Kind(Partnership, "boards:settings", "", within="pk"),
}
KIND_OF_PAGE = {kind.page: word for word, kind in KINDS.items()}


@dataclass(frozen=True)
class FieldChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One save: who, when, of what, and what it changed; ``changes`` is empty for what was added or removed."""

    at: datetime
    by: str
    act: str
    what: str
    reason: str
    changes: tuple[FieldChange, ...]


def entries_of(kind: Kind, record: models.Model) -> Paginator[Any]:
    """The saves of the record and of its parts, the newest first, as (when, number, part): see ``read_entries``."""
    first, *others = (
        _saves(part)
        .filter(**{part.path: record.pk})
        .annotate(part=Value(number))
        .order_by()
        .values_list("history_date", "history_id", "part")
        for number, part in enumerate(kind.all_parts)
    )
    saves = first.union(*others, all=True) if others else first
    return Paginator(saves.order_by("-history_date", "-part", "-history_id"), ENTRIES_A_PAGE)


def read_entries(kind: Kind, keys: Iterable[tuple[datetime, int, int]]) -> list[Entry]:
    """What the saves changed: two queries a part, one for each model that they point at."""
    keys = list(keys)
    parts = kind.all_parts
    wanted: dict[int, list[int]] = defaultdict(list)
    for _, history_id, number in keys:
        wanted[number].append(history_id)
    saves = {
        (number, save.history_id): (save, before)
        for number, history_ids in wanted.items()
        for save, before in _with_before(parts[number], history_ids)
    }
    names = _Names(save for pair in saves.values() for save in pair if save is not None)
    return [_entry(parts[number], *saves[number, history_id], names) for _, history_id, number in keys]


def _saves(part: Part) -> QuerySet[Any]:
    history: Any = part.model
    saves: QuerySet[Any] = history.history.all()
    return saves


def _with_before(part: Part, history_ids: list[int]) -> Iterator[tuple[Any, Any]]:
    """Each save with the one before it of the same record."""
    earlier = _saves(part).filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    saves = list(
        _saves(part)
        .filter(history_id__in=history_ids)
        .annotate(before_id=Subquery(earlier.values("history_id")[:1]))
        .select_related("history_user")
    )
    before = _saves(part).in_bulk([save.before_id for save in saves if save.before_id])
    return ((save, before.get(save.before_id)) for save in saves)


class _Names:
    """What the records that saves point at are called, one query for each model."""

    def __init__(self, saves: Iterable[Any]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for save in saves:
            for field in _fields(save):
                if isinstance(field, models.ForeignKey):
                    wanted[field.related_model].add(getattr(save, field.attname))
        self._found = {
            model: {pk: str(one) for pk, one in model._default_manager.in_bulk(pks - {None}).items()}
            for model, pks in wanted.items()
            if pks - {None}
        }

    def of(self, model: type[models.Model], pk: object) -> str:
        return self._found.get(model, {}).get(pk, f"number {pk}, which is no longer there")


def _fields(save: Any) -> list[models.Field[Any, Any]]:
    """The record's own fields, without those of its history."""
    return [field for field in save.tracked_fields if field.name not in LEFT_OUT]


def _entry(part: Part, save: Any, before: Any, names: _Names) -> Entry:
    return Entry(
        at=save.history_date,
        by=str(save.history_user or "The portal itself"),
        act=ACTS[save.history_type],
        what=_what(part, save, names),
        reason=save.history_change_reason or "",
        changes=tuple(_changes(part, before, save, names)) if save.history_type == "~" and before else (),
    )


def _what(part: Part, save: Any, names: _Names) -> str:
    kind = str(part.model._meta.verbose_name)
    if not part.name:
        return f"the {kind}"
    name = _words(save, part.model._meta.get_field(part.name), names)
    return f"{kind} “{Truncator(name).chars(NAME_LENGTH)}”"


def _changes(part: Part, before: Any, after: Any, names: _Names) -> Iterator[FieldChange]:
    for field in _fields(after):
        if field.name == part.path or field.name.endswith("_precision"):
            continue
        was, is_now = _words(before, field, names), _words(after, field, names)
        if was != is_now:
            label = str(field.verbose_name)
            yield FieldChange(field=label[:1].upper() + label[1:], before=was, after=is_now)


def _words(save: Any, field: Any, names: _Names) -> str:
    """The field's value as people read it."""
    value = getattr(save, field.attname)
    if value is None or value == "":
        return NOTHING
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{format_date(local.date())}, {format_time(local)}"
    if isinstance(value, date):
        return format_date(value, _precision(save, field.name))
    if isinstance(value, time):
        return format_time(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _precision(save: Any, name: str) -> str:
    """How much of the date is known (T-4): ``held_on`` has ``held_precision`` beside it, or nothing."""
    try:
        beside = save._meta.get_field(f"{name.removesuffix('_on')}_precision").name
    except FieldDoesNotExist:
        return "day"
    return str(getattr(save, beside))
