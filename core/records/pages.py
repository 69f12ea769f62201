"""The declaration of a kept record's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from core.records.forms import RecordForm
from core.records.removal import what_hangs_on
from core.records.tables import RecordColumn
from core.records.views import (
    RecordAct,
    RecordAdd,
    RecordEdit,
    RecordEnd,
    RecordFormView,
    RecordList,
    RecordPress,
    RecordRemove,
    RecordShow,
    RecordView,
)


class RecordPages:
    """Which pages a kind of record has, and what they say.

    ``actions`` are the pages: list, show, add, edit, end, remove; ``acts`` adds others to them, a ``RecordAct`` or
    ``RecordPress`` each.
    ``path`` stands in the address, ``url_name`` begins the names of the URLs (``finding_add``). ``noun`` with its
    ``article`` makes headings and messages, unless ``headings`` or ``messages`` has one for the action. ``verbs`` are
    those of the audit trail. ``anchor`` is where the record stands on its parent's page. Of a list, ``plural`` and
    ``lede`` are the heading, and ``empty_text`` says how the first record comes about.
    """

    model: ClassVar[type[models.Model]]
    form_class: ClassVar[type[RecordForm]]
    end_form_class: ClassVar[type[RecordForm]]
    permission: ClassVar[str]
    mixins: ClassVar[tuple[type[Any], ...]] = ()
    form_mixins: ClassVar[tuple[type[Any], ...]] = ()
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "remove")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {}
    namespace: ClassVar[str] = ""
    url_name: ClassVar[str]
    list_url_name: ClassVar[str] = ""
    path: ClassVar[str]
    pk_url_kwarg: ClassVar[str] = "pk"
    parent: ClassVar[RecordPages | None] = None
    parent_field: ClassVar[str] = ""
    anchor: ClassVar[str] = ""
    noun: ClassVar[str] = ""
    article: ClassVar[str] = "a "
    headings: ClassVar[dict[str, str]] = {}
    messages: ClassVar[dict[str, str]] = {}
    verbs: ClassVar[dict[str, str]] = {}
    plural: ClassVar[str] = ""
    lede: ClassVar[str] = ""
    empty_text: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    templates: ClassVar[dict[str, str]] = {}
    removal_note: ClassVar[str] = ""

    views: ClassVar[dict[str, type[RecordView]]] = {
        "list": RecordList,
        "show": RecordShow,
        "add": RecordAdd,
        "edit": RecordEdit,
        "end": RecordEnd,
        "remove": RecordRemove,
    }
    READ: ClassVar[tuple[str, ...]] = ("list", "show")
    WORDS: ClassVar[dict[str, tuple[str, str, str]]] = {
        # heading, button, past participle
        "add": ("Add", "Add", "added"),
        "edit": ("Change", "Save", "changed"),
        "end": ("End", "End", "ended"),
        "remove": ("Remove", "Remove", "removed"),
    }

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        return [
            path(self.route(action), self.as_view(action), name=self.name_of(action))
            for action in (*self.actions, *self.acts)
        ]

    def route(self, action: str) -> str:
        above = f"{self.parent.route('show')}" if self.parent else ""
        record = f"{above}{self.path}/<int:{self.pk_url_kwarg}>/"
        return {"list": f"{above}{self.path}/", "add": f"{above}{self.path}/add/", "show": record}.get(
            action, f"{record}{action.replace('_', '-')}/"
        )

    def name_of(self, action: str) -> str:
        if action == "list":
            return self.list_url_name or f"{self.url_name}_list"
        return self.url_name if action == "show" else f"{self.url_name}_{action}"

    def as_view(self, action: str) -> Any:
        base = {**self.views, **self.acts}[action]
        mixins = self.form_mixins if issubclass(base, RecordFormView) else self.mixins
        view = type(base.__name__, (*mixins, base), {"permission": "" if action in self.READ else self.permission})
        options = {"template_name": self.templates[action]} if action in self.templates else {}
        return view.as_view(pages=self, **options)  # type: ignore[attr-defined]  # of the mixins

    def url(self, action: str, view: RecordView, *args: Any) -> str:
        return reverse(f"{self.namespace}:{self.name_of(action)}", args=[*self.get_place(view), *args])

    def get_column(self, name: str, *, is_first: bool) -> RecordColumn:
        """A field, a method of these pages (as in ModelAdmin, with ``django.contrib.admin.display``) or another
        attribute of the record.
        """
        method = getattr(self, name, None)
        display = f"get_{name}_display"
        try:
            field: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        heading = str(getattr(method, "short_description", "") or getattr(field, "verbose_name", name))
        order_by = getattr(method, "admin_order_field", None) or (name if field is not None else None)

        def read(record: Any) -> Any:
            if method is not None:
                value = method(record)
            elif hasattr(record, display):
                value = getattr(record, display)()
            else:
                value = getattr(record, name)
            if is_first and "show" in self.actions:
                return format_html('<a class="govuk-link" href="{}">{}</a>', record.get_absolute_url(), value)
            return "–" if value in {None, ""} else value

        order = {"order_by": order_by} if order_by else {"orderable": False}
        return RecordColumn(read, verbose_name=f"{heading[:1].upper()}{heading[1:]}", **order)

    # What the pages are about

    def get_place(self, view: RecordView) -> list[Any]:
        """The arguments of an address before the record's own."""
        return []

    def get_scope(self, view: RecordView) -> str:
        """The address of the partnership whose audit trail it is."""
        return ""

    def get_subject(self, view: RecordView) -> Any:
        """What the permission is asked for."""
        return None

    def get_queryset(self, view: RecordView) -> models.QuerySet[Any]:
        manager: Any = self.model._default_manager
        records: models.QuerySet[Any] = manager.visible_to(view.request.user)
        return records.filter(**{self.parent_field: view.parent}) if self.parent else records

    def get_list(self, view: RecordView) -> models.QuerySet[Any]:
        return self.get_queryset(view)

    def get_parts(self, view: RecordView) -> dict[str, Any]:
        """What the page of a record shows beside it."""
        return {}

    def new(self, view: RecordView) -> Any:
        return self.model(**({self.parent_field: view.parent} if self.parent else {}))

    def get_initial(self, view: RecordView) -> dict[str, Any]:
        return {}

    def get_form_class(self, action: str) -> type[RecordForm]:
        return self.end_form_class if action == "end" else self.form_class

    def get_success_url(self, view: RecordView) -> str:
        """Back to where the record stands: on its parent's page, on its own, or in the list."""
        if self.parent:
            return f"{view.parent.get_absolute_url()}#{self.anchor}"
        record = getattr(view, "object", None)
        if record is not None and record.pk and view.action != "remove":
            return str(record.get_absolute_url())
        return self.url("list", view)

    def why_not_removable(self, record: Any) -> str:
        """A sentence about what keeps the record; empty where it may be removed."""
        hangs_on_it = what_hangs_on(record)
        return f"Something else belongs to it: {hangs_on_it}." if hangs_on_it else ""

    # What they say

    def get_heading(self, action: str) -> str:
        if action not in self.WORDS:
            return ""
        end = "this " if action == "remove" else self.article
        return self.headings.get(action) or f"{self.WORDS[action][0]} {end}{self.noun}" + "?" * (action == "remove")

    def get_submit_text(self, action: str) -> str:
        return f"{self.WORDS[action][1]} the {self.noun}" if action in self.WORDS else ""

    def get_message(self, action: str, record: Any) -> str:
        past = "saved" if action == "edit" else self.WORDS[action][2]
        return self.messages.get(action) or f"The {self.noun} is {past}."

    def get_verb(self, action: str) -> str:
        return self.verbs.get(action) or f"{self.model._meta.model_name}.{self.WORDS[action][2]}"

    def get_details(self, record: Any) -> dict[str, Any]:
        """What the audit trail keeps of a record that is removed."""
        return {"text": str(getattr(record, "text", ""))[:500]}
