"""What changed in which record: one table for all that are governed (docs/decisions/0029)."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from core.choices import ChangeKind

REASON_LENGTH = 100


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, model: type[models.Model]) -> Self:
        """Those of any record of the model."""
        return self.filter(record_type=model._meta.label_lower)

    def about(self, record: models.Model) -> Self:
        """Those of the record itself."""
        return self.of(type(record)).filter(record_pk=record.pk)

    def of_parts(self, whole: models.Model) -> Self:
        """Those of what is part of the record."""
        return self.filter(parent_type=whole._meta.label_lower, parent_pk=whole.pk)

    def within(self, record: models.Model) -> Self:
        """Those of the record, of its parts, and of what is part of these; also of parts that were removed."""
        label = record._meta.label_lower
        parts = Change.objects.of_parts(record)
        found = Q(record_type=label, record_pk=record.pk) | Q(parent_type=label, parent_pk=record.pk)
        for model in parts_of(type(record)):
            if parts_of(model):
                of_model = parts.filter(record_type=model._meta.label_lower)
                found |= Q(parent_type=model._meta.label_lower, parent_pk__in=of_model.values("record_pk"))
        return self.filter(found)


class Change(models.Model):
    """One save or removal of a governed record; nothing changes or removes it.

    ``fields`` is, for each that changed, what it held before and after: ``{"venue": ["", "Town Hall"]}``. An added
    record has all that it was given, a removed one all that it had. Of a relation to many, the first is what was taken
    out and the second what was put in. Values are as in a fixture: dates and decimals as text, records by primary key.
    ``name`` is what the record's ``named_by`` held.
    """

    record_type = models.CharField("model", max_length=60)
    record_pk = models.PositiveBigIntegerField()
    parent_type = models.CharField("model of what it is part of", max_length=60, blank=True)
    parent_pk = models.PositiveBigIntegerField(null=True, blank=True)
    partnership = models.PositiveBigIntegerField("primary key of the partnership", null=True, blank=True)
    kind = models.CharField(max_length=7, choices=ChangeKind.choices)
    name = models.JSONField(null=True, blank=True)
    fields = models.JSONField(default=dict)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(default=timezone.now)
    act = models.UUIDField("the act that it was part of", null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        get_latest_by = ("made_at", "pk")
        indexes = (
            models.Index(fields=("record_type", "record_pk"), name="core_change_record"),
            models.Index(fields=("parent_type", "parent_pk"), name="core_change_parent", condition=~Q(parent_type="")),
            models.Index(fields=("act",), name="core_change_act", condition=Q(act__isnull=False)),
        )
        constraints = (models.CheckConstraint(name="core_change_words", condition=Q(kind__in=ChangeKind.values)),)

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_pk} {self.kind}"


def parts_of(whole: type[models.Model]) -> list[type["Governed"]]:
    """The governed models whose records are part of one of ``whole``."""
    return [
        model
        for model in governed_models()
        if whole in {model._meta.get_field(name).related_model for name in model.part_of}
    ]


def governed_models() -> list[type["Governed"]]:
    return [model for model in apps.get_models() if issubclass(model, Governed)]


@cache
def _has_json(model: type[models.Model]) -> bool:
    """Whether it has values that can be changed in place."""
    return any(isinstance(field, models.JSONField) for field in model._meta.concrete_fields)


class Governed(models.Model):
    """A record whose changes are kept by themselves: each save, and each removal, writes a ``Change`` beside it.

    Not those of ``QuerySet.update``; in bulk, ``core.history`` has ``bulk_create`` and ``bulk_update``. To see what a
    save changes, the record keeps the row that it was loaded from, which costs no query.
    """

    # Foreign keys to what the record is part of, the first that is set; its history shows this one's changes.
    part_of: ClassVar[tuple[str, ...]] = ()
    # The field that tells the parts apart.
    named_by: ClassVar[str] = ""
    # Fields of which the history keeps that they changed, and not what they held.
    kept_out_of_history: ClassVar[frozenset[str]] = frozenset()

    # What the database holds: names of columns (attname) and values. None as long as it holds nothing of the record.
    loaded_row: tuple[Sequence[str], Sequence[Any]] | None = None
    # Who changes it, and why the next time: see ``core.history.sign`` and ``explain``.
    history_by: Any = None
    history_reason: str = ""

    class Meta:
        abstract = True

    @property
    def history(self) -> ChangeQuerySet:
        """The changes of the record itself, the newest first."""
        return Change.objects.about(self)

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        record = super().from_db(db, field_names, values, **kwargs)
        record.loaded_row = field_names, deepcopy(values) if _has_json(cls) else values
        return record

    def refresh_from_db(self, using: Any = None, fields: Any = None, from_queryset: Any = None) -> None:
        super().refresh_from_db(using, fields, from_queryset)
        self.keep_row(fields)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Save with its change, or not at all."""
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            if self.pk is not None and not kwargs.get("force_insert"):
                self._load_unread()
            super().save_base(*args, **kwargs)

    def keep_row(self, names: Collection[str] | None = None) -> None:
        """What the record says is what the database holds; ``names`` of fields, else all."""
        row = self.loaded_values()
        for field in self._meta.concrete_fields:
            if field.attname in self.__dict__ and (names is None or {field.name, field.attname} & set(names)):
                value = self.__dict__[field.attname]
                row.pop(field.attname, None)
                if not hasattr(value, "resolve_expression"):  # else only the database knows
                    row[field.attname] = field.to_python(value)
        values = list(row.values())
        self.loaded_row = tuple(row), deepcopy(values) if _has_json(type(self)) else values

    def loaded_values(self) -> dict[str, Any]:
        return dict(zip(*self.loaded_row, strict=True)) if self.loaded_row else {}

    def as_loaded(self) -> Self:
        """The record as it was loaded or last saved, without what has been changed since."""
        return type(self)(**self.loaded_values())

    def _load_unread(self) -> None:
        """Read what is about to be overwritten unseen: of a record made with its key, or of fields left out before."""
        row = self.loaded_values()
        unread = [
            field.attname
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__ and field.attname not in row
        ]
        if unread and (found := type(self)._base_manager.filter(pk=self.pk).values(*unread).first()):
            row |= found
            self.loaded_row = tuple(row), list(row.values())
