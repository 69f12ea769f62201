"""The documents that the records of a partnership cite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from boards.citation import cites
from boards.forms.sources import SourceDocumentForm
from boards.models import Partnership, SourceDocument
from boards.permissions import KEEP_REGISTER
from boards.records import RecordPages
from core.models import governed_models
from core.records.removal import counted_records


class SourceDocumentPages(RecordPages):
    model, form_class, permission = SourceDocument, SourceDocumentForm, KEEP_REGISTER
    namespace, url_name, list_url_name, path = "boards", "source", "sources", "sources"
    actions = ("list", "add", "edit", "remove")
    noun, plural = "source", "Sources"
    lede = "Documents that our records are taken from. Forms offer them where they ask for a source."
    empty_text = "Add the reports, minutes and papers that records are taken from."
    columns = ("title", "code")
    search_fields = ("title", "code")
    is_public = False

    def get_success_url(self, view: Any) -> str:
        return self.url("list", view)

    def why_not_removable(self, record: Any) -> str:
        """What cites it: its title is read wherever its code stands."""
        citing = [one for model in governed_models() for one in _citing(model, record)]
        return f"It is cited: {counted_records(citing)}." if citing else ""


def _citing(model: Any, document: SourceDocument) -> Iterator[Any]:
    """The partnership's records of the model that name the document as their source."""
    if all(field.name != "source" for field in model._meta.concrete_fields):
        return
    within = Q()
    for path in _paths_to_partnership(model):
        within |= Q(**{path: document.partnership_id})
    for one in model._base_manager.filter(within, source__contains=document.code):
        if cites(one.source, document.code):
            yield one


def _paths_to_partnership(model: Any) -> list[str]:
    """The lookups that lead from a record to its partnership, through each of what it may be part of."""
    if model is Partnership:
        return ["pk"]
    if any(field.name == "partnership" for field in model._meta.concrete_fields):
        return ["partnership"]
    wholes = {name: model._meta.get_field(name).related_model for name in model.part_of}
    return [f"{name}__{path}" for name, whole in wholes.items() for path in _paths_to_partnership(whole)]
