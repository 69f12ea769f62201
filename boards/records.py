"""Kept records of a partnership: its pages stand under its address and ask for permission on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from boards.forms.sources import offer_documents
from boards.views.base import PartnershipMixin
from boards.views.typed import WaitsForSignIn
from core import records
from core.acts import lock
from core.records import RecordView


class RecordPages(records.RecordPages):
    """``partnership_field`` leads from the record to its partnership; a record with a parent is found through it."""

    mixins: ClassVar[tuple[type[Any], ...]] = (PartnershipMixin,)
    form_mixins: ClassVar[tuple[type[Any], ...]] = (WaitsForSignIn,)
    partnership_field: ClassVar[str] = "partnership"

    def get_place(self, view: Any) -> list[Any]:
        return super().get_place(view) if self.parent else [view.partnership.slug]

    def get_scope(self, view: Any) -> str:
        return str(view.partnership.slug)

    def get_subject(self, view: Any) -> Any:
        return view.partnership

    def lock_scope(self, view: Any) -> None:
        lock(view.partnership)

    def get_queryset(self, view: RecordView) -> models.QuerySet[Any]:
        found = super().get_queryset(view)
        return found if self.parent else found.filter(**{self.partnership_field: self.get_subject(view)})

    def prepare_form(self, form: Any, view: Any) -> None:
        """Where its source is asked for, let the partnership's documents be chosen."""
        if "source" in form.fields:
            offer_documents(form.fields["source"], view.partnership.source_titles)

    def new(self, view: RecordView) -> Any:
        record = super().new(view)
        if not self.parent:
            setattr(record, self.partnership_field, self.get_subject(view))
        return record


class FactPages(records.FactPages, RecordPages):
    """Dated facts of a record of the partnership."""


class NamePages(FactPages):
    """The names of a record over time, which shows the latest as its own."""

    path, pk_url_kwarg, anchor = "names", "name_pk", "names"
    noun = "name"

    def get_verb(self, action: str) -> str:
        words = {"add": "renamed", "edit": "name_corrected", "remove": "name_removed"}
        return f"{self.parent_field}.{words[action]}"

    def store(self, form: Any) -> Any:
        name = form.save()
        getattr(name, self.parent_field).show_latest_name()
        return name

    def remove(self, record: Any) -> None:
        super().remove(record)
        getattr(record, self.parent_field).show_latest_name()
