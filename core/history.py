"""One record of changes: each save and removal of a governed record, by whom, why, and as part of which act.

A model is governed by its base class (``core.models.Governed``); the receivers here do the rest. In bulk, use
``bulk_create`` and ``bulk_update`` of this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest

from core.choices import ChangeKind
from core.models import Change, Governed, User, governed_models
from core.models.change import REASON_LENGTH
from core.precise_dates import precision_field

G = TypeVar("G", bound=Governed)
Fields = dict[str, tuple[Any, Any]]

KEPT_OUT = "(kept out of the history)"
EMPTY = (None, "")

# Who, why, and as part of what


class Act:
    """What happens together: a request, or a service under ``@act``. What happens inside an act is part of it."""

    within: Act | None
    request: HttpRequest | None
    by: User | None

    def __init__(self, *, within: Act | None, request: HttpRequest | None, by: User | None) -> None:
        self.within = within
        self.request = request or (within.request if within else None)
        self.by = by or (within.by if within else None)

    @cached_property
    def id(self) -> UUID:
        return self.within.id if self.within else uuid4()

    @property
    def person(self) -> User | None:
        """Who acts: as told, else who is signed in."""
        user = self.by or getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @property
    def partnership_id(self) -> int | None:
        """Of the partnership whose page it is."""
        return getattr(getattr(self.request, "partnership", None), "pk", None)


_current: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(*, request: HttpRequest | None = None, by: User | None = None) -> Iterator[Act]:
    """What is changed inside is one act, of the person where one is named."""
    act = Act(within=_current.get(), request=request, by=by)
    token = _current.set(act)
    try:
        yield act
    finally:
        _current.reset(token)


def current_act() -> UUID | None:
    """What the changes made now are part of."""
    act = _current.get()
    return act.id if act else None


def sign(record: Governed, *, by: User) -> None:
    """Say who changes the record from here on, also where no page is open."""
    record.history_by = by


def explain(record: Governed, reason: str) -> None:
    """Say why the next change of the record is made; the history keeps the first 100 characters."""
    record.history_reason = reason[:REASON_LENGTH]


# What changed


@cache
def recorded_fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def dated_fields(model: type[models.Model]) -> Mapping[str, str]:
    """Dates to how much is known of them (T-4): the one says nothing without the other."""
    names = {field.name for field in recorded_fields(model)}
    return {name: precision_field(name) for name in names if name.endswith("_on") and precision_field(name) in names}


def _plain(value: Any) -> Any:
    """The value as it stands in the table; ``field.to_python`` takes it back."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _kept(record: Governed, name: str, value: Any) -> Any:
    return KEPT_OUT if name in record.kept_out_of_history and value not in EMPTY else _plain(value)


def _held(record: Governed, field: models.Field[Any, Any]) -> Any:
    """What the record holds, as if it were loaded anew."""
    value = record.__dict__[field.attname]
    if hasattr(value, "resolve_expression"):
        value = type(record)._base_manager.values_list(field.attname, flat=True).get(pk=record.pk)
    return field.to_python(value)


def _all_fields(record: Governed) -> Iterator[tuple[str, Any]]:
    for field in recorded_fields(type(record)):
        value = _held(record, field) if field.attname in record.__dict__ else None
        if value not in EMPTY:
            yield field.name, _kept(record, field.name, value)


def _differences(record: Governed, names: Collection[str] | None) -> Fields:
    """What a save of the fields ``names``, or of all, has changed."""
    before, changed = record.loaded_values(), {}
    for field in recorded_fields(type(record)):
        is_saved = names is None or field.name in names or field.attname in names
        if is_saved and field.attname in before and field.attname in record.__dict__:
            was, is_now = before[field.attname], _held(record, field)
            if was != is_now:
                changed[field.name] = _kept(record, field.name, was), _kept(record, field.name, is_now)
    for date, precision in dated_fields(type(record)).items():
        for name, beside in ((date, precision), (precision, date)):
            if name in changed and beside not in changed and beside in before:
                changed[beside] = (_plain(before[beside]),) * 2
    return changed


def _parent_field(record: Governed) -> Any:
    """The foreign key to what the record is part of; None where it is part of nothing."""
    fields: list[Any] = [record._meta.get_field(name) for name in record.part_of]
    return next((field for field in fields if getattr(record, field.attname) is not None), None)


@cache
def _path_to_partnership(model: Any) -> str:
    """The lookup that leads from the records of the model to their partnership."""
    if any(field.name == "partnership" for field in model._meta.concrete_fields):
        return "partnership"
    name = model.part_of[0]
    return f"{name}__{_path_to_partnership(model._meta.get_field(name).related_model)}"


def _partnership(record: Governed, parent: Any, act: Act | None) -> Any:
    """The record's own, else that of the page, else that of what it is part of. Where this was not loaded, the
    database looks it up as it writes the row.
    """
    for known in (record, act, record._state.fields_cache.get(parent.name) if parent else None):
        if pk := getattr(known, "partnership_id", None):
            return pk
    if parent is None:
        return None
    whole = parent.related_model._base_manager.filter(pk=getattr(record, parent.attname))
    return models.Subquery(whole.values(_path_to_partnership(parent.related_model))[:1])


def _change(record: Governed, kind: ChangeKind, fields: Mapping[str, Any], by: User | None = None) -> Change:
    act = _current.get()
    person = record.history_by or by or (act.person if act else None)
    parent = _parent_field(record)
    change = Change(
        record_type=record._meta.label_lower,
        record_pk=record.pk,
        partnership=_partnership(record, parent, act),
        kind=kind,
        fields=fields,
        reason=record.history_reason,
        made_by_id=person.pk if person else None,
        act=act.id if act else None,
    )
    if parent:
        change.parent_type = parent.related_model._meta.label_lower
        change.parent_pk = getattr(record, parent.attname)
    if record.named_by:
        field: Any = record._meta.get_field(record.named_by)
        change.name = _kept(record, field.name, getattr(record, field.attname))
    record.history_reason = ""
    return change


def _added(record: Governed, by: User | None = None) -> Change:
    return _change(record, ChangeKind.ADDED, {name: (None, value) for name, value in _all_fields(record)}, by)


# Receivers, and what does the same in bulk


def _record_save(instance: Governed, *, created: bool, raw: bool, update_fields: Any, **_: Any) -> None:
    if raw:  # a fixture brings its own history
        return
    if created:
        _added(instance).save()
    elif fields := _differences(instance, update_fields):
        _change(instance, ChangeKind.CHANGED, fields).save()
    instance.keep_row(update_fields)


def _record_removal(instance: Governed, **_: Any) -> None:
    fields = {name: (value, None) for name, value in _all_fields(instance)}
    _change(instance, ChangeKind.REMOVED, fields).save()


def _record_relation(
    sender: Any, instance: Any, *, action: str, reverse: bool, model: Any, pk_set: Any, **_: Any
) -> None:
    """Of a relation to many: what was taken out and what was put in."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    owner = model if reverse else type(instance)
    field = next(field for field in owner._meta.many_to_many if field.remote_field.through is sender)
    if action == "pre_clear":
        accessor = field.remote_field.get_accessor_name() if reverse else field.name
        pk_set = set(getattr(instance, accessor).values_list("pk", flat=True))
    if reverse:
        found = [(record, [instance.pk]) for record in owner._base_manager.filter(pk__in=pk_set)]
    else:
        found = [(instance, sorted(pk_set))] if pk_set else []
    for record, others in found:
        pair = ([], others) if action == "post_add" else (others, [])
        _change(record, ChangeKind.CHANGED, {field.name: pair}).save()


def watch(model: type[Governed]) -> None:
    """Record every change of the model from now on."""
    post_save.connect(_record_save, sender=model)
    post_delete.connect(_record_removal, sender=model)
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:  # type: ignore[union-attr]  # else it is governed itself
            m2m_changed.connect(_record_relation, sender=field.remote_field.through)


def watch_all() -> None:
    for model in governed_models():
        watch(model)


@transaction.atomic(savepoint=False)
def bulk_create(records: Sequence[G], *, by: User | None = None) -> list[G]:
    """Add them, with their history: two queries. ``by`` is who does it, where no page or act says so."""
    if not records:
        return []
    made: list[G] = type(records[0])._default_manager.bulk_create(records)
    Change.objects.bulk_create([_added(record, by) for record in made])
    for record in made:
        record.keep_row()
    return made


@transaction.atomic(savepoint=False)
def bulk_update(records: Sequence[G], fields: Collection[str], *, by: User | None = None) -> None:
    """Save the fields of records that were loaded, with their history: two queries."""
    if not records:
        return
    type(records[0])._default_manager.bulk_update(records, fields)
    changed = [(record, _differences(record, fields)) for record in records]
    Change.objects.bulk_create(_change(record, ChangeKind.CHANGED, found, by) for record, found in changed if found)
    for record in records:
        record.keep_row(fields)


# As it stood


def versions(record: G) -> list[tuple[Change, G]]:
    """Each change of the record with the record as it stood after it, the oldest first; one query."""
    fields = {field.name: field for field in recorded_fields(type(record))}
    values = {name: "" if field.empty_strings_allowed and not field.null else None for name, field in fields.items()}
    found = []
    for change in record.history.order_by("pk"):
        for name in set(change.fields) & set(fields):
            if change.kind != ChangeKind.REMOVED:
                values[name] = change.fields[name][1]
        stood = {fields[name].attname: fields[name].to_python(value) for name, value in values.items()}
        found.append((change, type(record)(pk=record.pk, **stood)))
    return found
