"""Two records that are one are merged: all that hangs on the one that goes moves to the one that stays (R-6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction

from boards.models import FormerRecord, Organisation, Partnership, Person
from boards.signals import record_merged
from core import audit
from core.acts import Refused, act, lock
from core.history import explain
from core.models import Governed, SoleFact, User
from core.records.removal import counted

R = TypeVar("R", Organisation, Person)

# What is taken from the one that goes, where the one that stays has nothing; and what goes with it.
FILLED: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("sector", "kind", "website", "note", "source", "successor"),
    Person: ("email", "telephone", "organisation", "user", "shown_as", "contact_from"),
}
GO_WITH_IT: dict[type[models.Model], tuple[str, ...]] = {Organisation: ("names",), Person: ()}


def pointing_at(record: models.Model) -> Iterator[tuple[models.Field[Any, Any], models.QuerySet[Any]]]:
    """Every column of the portal that points at records of its kind, with the rows that point at this one."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model is type(record):
                yield field, model._base_manager.filter(**{field.name: record})


def what_moves(gone: Organisation | Person) -> str:
    """“2 seat holdings, 1 action”; empty where nothing hangs on it."""
    kinds: Counter[Any] = Counter()
    own = {type(gone)._meta.get_field(name).related_model for name in GO_WITH_IT[type(gone)]}
    for field, rows in pointing_at(gone):
        if field.model not in own:
            kinds[field.model._meta] += rows.count()
    return counted(kinds)


class Rehearsed(Exception):
    """The merge would go through; raised to take it back."""


def check_may_merge(*, kept: R, gone: R) -> None:
    """Raises ``Refused`` with what is in the way. Nothing is changed."""
    records: Any = type(kept)._base_manager
    try:
        with transaction.atomic():
            # Copies: what is done to them is taken back in the database only.
            _merge(records.get(pk=kept.pk), records.get(pk=gone.pk))
            raise Rehearsed
    except Rehearsed:
        return


@act("partnership", "kept")
def merge(*, partnership: Partnership, kept: R, gone: R, by: User) -> None:
    """Everything of ``gone`` becomes that of ``kept``, its address leads there, and it is no more.

    Raises ``Refused`` where facts of the two contradict each other.
    """
    gone = lock(gone, to_remove=True)
    moved = what_moves(gone)
    words = {"merged": str(getattr(gone, "full_name", gone)), "moved": moved}
    _merge(kept, gone)
    audit.record(f"{kept._meta.model_name}.merged", by=by, about=kept, scope=partnership.slug, **words)


def _merge(kept: R, gone: R) -> None:
    if kept.pk == gone.pk or kept.partnership_id != gone.partnership_id:
        raise Refused("Select another one of this partnership")
    for name in GO_WITH_IT[type(gone)]:
        for part in getattr(gone, name).all():
            part.delete()
    for field, rows in pointing_at(gone):
        for row in rows:
            _move(row, field, kept, gone)
    values = {name: getattr(gone, name) for name in FILLED[type(gone)]}
    former_pk, key = gone.pk, getattr(gone, "code", gone.pk)
    explain(gone, f"Merged into {kept}")
    gone.delete()
    _fill(kept, gone, values)
    of = str(kept._meta.model_name)
    # The address may be one that was given anew after an earlier merge.
    place: dict[str, Any] = {"partnership_id": kept.partnership_id, "key": str(key), f"{of}__isnull": False}
    FormerRecord.objects.update_or_create(**place, defaults={of: kept})
    record_merged.send(sender=type(kept), kept=kept, former_pk=former_pk)


def _move(row: Any, field: models.Field[Any, Any], kept: R, gone: R) -> None:
    if isinstance(row, type(gone)) and row.pk == gone.pk:
        return
    # What pointed from the one to the other would point at itself.
    points_at_itself = isinstance(row, type(kept)) and row.pk == kept.pk
    setattr(row, field.name, None if points_at_itself else kept)
    if not isinstance(row, Governed):
        _move_plain(row, field)
        return
    if twin := _twin(row, field):
        _put_together(twin, row, f"Merged: {gone} is {kept}")
        return
    try:
        row.validate_constraints()
        if isinstance(row, SoleFact):
            SoleFact.clean(row)
    except ValidationError as error:
        raise _in_the_way(row) from error
    explain(row, f"Merged: {gone} is {kept}")
    row.save()


def _twin(row: Governed, moved: models.Field[Any, Any]) -> Governed | None:
    """What the one that stays has already of what can be there only once, such as its place on a list."""
    if isinstance(row, SoleFact):
        return None
    others: Any = type(row)._base_manager.exclude(pk=row.pk)
    sole = [one for one in row._meta.constraints if isinstance(one, models.UniqueConstraint) and not one.condition]
    of_it = [{name: getattr(row, name) for name in one.fields} for one in sole if moved.name in one.fields]
    twins = (others.filter(**alike).first() for alike in of_it if None not in alike.values())
    return next(filter(None, twins), None)


def _put_together(twin: Governed, row: Governed, reason: str) -> None:
    """What the one that stays does not say is taken from the other; the history keeps what that said."""
    for field in row._meta.concrete_fields:
        if getattr(twin, field.attname) in (None, ""):
            setattr(twin, field.attname, getattr(row, field.attname))
    explain(row, reason)
    try:
        row.delete()
        twin.validate_constraints()
    except (models.ProtectedError, ValidationError) as error:
        raise _in_the_way(twin) from error
    explain(twin, reason)
    twin.save()


def _move_plain(row: Any, field: models.Field[Any, Any]) -> None:
    """A row without a history: a mail, or a place in a relation to many, where the other one may stand already."""
    try:
        row.validate_constraints()
        row.validate_unique()
    except ValidationError as error:
        if not row._meta.auto_created:
            raise _in_the_way(row) from error
        row.delete()
    else:
        row.save(update_fields=[field.name])


def _in_the_way(row: models.Model) -> Refused:
    kind = row._meta.verbose_name
    return Refused(f"The two contradict each other: {kind} “{row}”. End, correct or remove one of them first")


def _fill(kept: R, gone: R, values: dict[str, Any]) -> None:
    kept.refresh_from_db()
    for name, value in values.items():
        own = getattr(kept, name)
        if name == "user" and own and value and own != value:
            raise Refused(f"Both have an account: {own} and {value}. Switch one off and end its roles first")
        if not own and value != kept:
            setattr(kept, name, value)
    explain(kept, f"Merged with {gone}")
    kept.save()
