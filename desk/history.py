"""Who changed what in a record, and from what to what: a page of its changes, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db import models
from django.utils.text import Truncator

from boards.models import Body, BodyKind, Organisation, Partnership, Person, Seat, Sector
from core.choices import ChangeKind
from core.history import KEPT_OUT, dated_fields
from core.models import AuditEvent, Change, Governed
from core.rules.dates import format_date, format_time
from core.rules.working_days import LONDON
from meetings.models import Meeting
from performance.models import Achievement, Measure
from recommendations.models import Recommendation
from scrutiny.models import TopicGroup

ENTRIES_A_PAGE = 25
NOTHING = "nothing"
NAME_LENGTH = 90
# Said elsewhere in the entry, or of the machine and not of the matter.
LEFT_OUT = frozenset(
    {
        *("partnership", "code", "sort_order", "position"),
        *("recorded_at", "recorded_by", "summary_due_on"),
        *("picture_sha256", "picture_width", "picture_height"),
    }
)


@dataclass(frozen=True)
class Kind:
    """A governed record with a page of its own, whose address gives ``key``; ``within`` leads to its partnership.

    ``lookup`` is the field of the key, where it has another name.
    """

    model: type[Governed]
    page: str
    key: str
    within: str = "partnership"
    lookup: str = ""

    def key_in(self, arguments: Mapping[str, Any]) -> str:
        """The record's key among the arguments of its page's address; “all” where there is but one."""
        return str(arguments[self.key]) if self.key else "all"


# By the word that stands in the address of the history. What else it shows, each model says by its ``part_of``.
KINDS: Mapping[str, Kind] = {
    "meetings": Kind(Meeting, "meetings:detail", "pk"),
    "recommendations": Kind(Recommendation, "recommendations:detail", "pk"),
    "topic-groups": Kind(TopicGroup, "scrutiny:topic_group", "pk"),
    "measures": Kind(Measure, "performance:measure", "code"),
    "achievements": Kind(Achievement, "performance:achievement", "pk"),
    "bodies": Kind(Body, "boards:body", "code"),
    "seats": Kind(Seat, "boards:seat", "seat_pk", within="body__partnership", lookup="pk"),
    "people": Kind(Person, "boards:person", "pk"),
    "organisations": Kind(Organisation, "boards:organisation", "code"),
    "kinds": Kind(BodyKind, "boards:kind_edit", "pk"),
    "sectors": Kind(Sector, "boards:sector_edit", "pk"),
    # The settings' page needs no key: the partnership's own address is enough.
    "settings": Kind(Partnership, "boards:partnership_edit", "", within="pk"),
}
KIND_OF_PAGE = {kind.page: word for word, kind in KINDS.items()} | {"boards:settings": "settings"}


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


def entries_of(record: Governed) -> Paginator[Any]:
    """The changes of the record and of its parts, the newest first: see ``read_entries``."""
    return Paginator(Change.objects.within(record).select_related("made_by"), ENTRIES_A_PAGE)


def entries_of_act(event: AuditEvent, partnership: Partnership) -> Paginator[Any]:
    """The changes to the partnership's records that one act made, in the order in which it made them."""
    changes = Change.objects.filter(act=event.act, act__isnull=False, partnership=partnership.pk)
    return Paginator(changes.order_by("pk").select_related("made_by"), ENTRIES_A_PAGE)


def read_entries(record: Governed | None, changes: Iterable[Change]) -> list[Entry]:
    """What the changes say, in words: one query for each model that they point at. The record that the page is about,
    if it is about one, is called by its kind alone.
    """
    changes = list(changes)
    names = _Names(changes)
    return [_entry(record, change, names) for change in changes]


def _model(change: Change) -> type[Governed]:
    return apps.get_model(change.record_type)


def _values(change: Change) -> Iterator[tuple[models.Field[Any, Any], Any]]:
    """Fields with what they held before or after, and the one that the record is named by."""
    model = _model(change)
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        yield from ((field, value) for value in change.fields.get(field.name, ()))
    if model.named_by:
        yield model._meta.get_field(model.named_by), change.name  # type: ignore[misc]  # a column


class _Names:
    """What the records that changes point at are called, one query for each model."""

    def __init__(self, changes: Iterable[Change]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for change in changes:
            if change.kind == ChangeKind.CHANGED or _model(change).named_by:
                for field, value in _values(change):
                    if field.related_model and field.name not in LEFT_OUT:
                        wanted[field.related_model].update(value if isinstance(value, list) else [value])
        self._found = {
            model: {pk: str(record) for pk, record in model._default_manager.in_bulk(pks - {None}).items()}
            for model, pks in wanted.items()
            if pks - {None}
        }

    def of(self, model: type[models.Model], pk: object) -> str:
        return self._found.get(model, {}).get(pk, f"number {pk}, which is no longer there")


def _entry(record: Governed | None, change: Change, names: _Names) -> Entry:
    return Entry(
        at=change.made_at,
        by=str(change.made_by or "The portal itself"),
        act=change.get_kind_display(),
        what=_what(record, change, names),
        reason=change.reason,
        changes=tuple(_changes(change, names)) if change.kind == ChangeKind.CHANGED else (),
    )


def _what(record: Governed | None, change: Change, names: _Names) -> str:
    model = _model(change)
    kind = str(model._meta.verbose_name)
    if isinstance(record, model) and change.record_pk == record.pk:
        return f"the {kind}"
    if not model.named_by:
        return kind
    name = _words(model._meta.get_field(model.named_by), change.name, names)
    return f"{kind} “{Truncator(name).chars(NAME_LENGTH)}”"


def _changes(change: Change, names: _Names) -> Iterator[FieldChange]:
    model = _model(change)
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        is_shown = field.name not in LEFT_OUT and field.name not in model.part_of
        if field.name not in change.fields or not is_shown or field.name.endswith("_precision"):
            continue
        before, after = change.fields[field.name]
        known = change.fields.get(dated_fields(model).get(field.name), ("day", "day"))
        was, is_now = _words(field, before, names, known[0]), _words(field, after, names, known[1])
        if was != is_now or before == KEPT_OUT:
            label = str(field.verbose_name)
            yield FieldChange(field=label[:1].upper() + label[1:], before=was, after=is_now)


def _words(field: Any, value: Any, names: _Names, precision: str = "day") -> str:
    """The field's value as people read it; of a date, as much as is known (T-4)."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, list) and field.many_to_many:
        return ", ".join(names.of(field.related_model, pk) for pk in value)
    if field.related_model:
        return names.of(field.related_model, value)
    if value != KEPT_OUT:
        value = field.to_python(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _in_words(value, precision)


def _in_words(value: Any, precision: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{format_date(local.date())}, {format_time(local)}"
    if isinstance(value, date):
        return format_date(value, precision)
    if isinstance(value, time):
        return format_time(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
