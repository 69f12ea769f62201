"""The declaration of a kept record's pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    """Which pages a kind of record has, and what they say. What is left out here comes from the model and its form."""

    model: ClassVar[type[models.Model]]
    form_class: ClassVar[type[RecordForm]]
    end_form_class: ClassVar[type[RecordForm]]  # where ``actions`` has “end”
    permission: ClassVar[str]  # for all pages, but for the list and the record's own where ``is_public``
    is_public: ClassVar[bool] = True
    mixins: ClassVar[tuple[type[Any], ...]] = ()  # of every view
    form_mixins: ClassVar[tuple[type[Any], ...]] = ()  # of those with a form, in place of ``mixins``

    # Which pages there are: of list, show, add, edit, end and remove; ``acts`` adds others.
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "remove")
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {}

    # Where they are. ``path`` stands in the address; ``url_name`` begins the names of the URLs (``finding_add``).
    namespace: ClassVar[str] = ""
    url_name: ClassVar[str]
    list_url_name: ClassVar[str] = ""
    path: ClassVar[str]
    # A record is found by ``lookup_field``, whose value the address gives as ``pk_url_kwarg``.
    pk_url_kwarg: ClassVar[str] = "pk"
    lookup_field: ClassVar[str] = "pk"

    # A part of another record stands below its address and, at ``anchor``, on its page, unless it ``has_own_page``.
    parent: ClassVar[RecordPages | None] = None
    parent_field: ClassVar[str] = ""
    anchor: ClassVar[str] = ""
    has_own_page: ClassVar[bool] = False

    # What they say. ``noun`` and ``article`` make heading, button and message, unless an action has its own here.
    noun: ClassVar[str] = ""
    article: ClassVar[str] = "a "
    headings: ClassVar[dict[str, str]] = {}
    submit_texts: ClassVar[dict[str, str]] = {}
    messages: ClassVar[dict[str, str]] = {}
    templates: ClassVar[dict[str, str]] = {}

    # The list: its heading, the sentence below, and how the first record comes about. ``?q=`` searches the fields.
    plural: ClassVar[str] = ""
    lede: ClassVar[str] = ""
    empty_text: ClassVar[str] = ""
    columns: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()

    verbs: ClassVar[dict[str, str]] = {}  # those of the audit trail, by action
    audited_by_services: ClassVar[tuple[str, ...]] = ()  # actions of which the service writes the trail itself
    removal_note: ClassVar[str] = ""  # what stays when it is removed
    removed_with_it: ClassVar[tuple[str, ...]] = ()  # relations whose records go with it
    gone_text: ClassVar[str] = ""  # where someone has removed it while its form was open; without it, 404

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
        converter = "int" if self.lookup_field == "pk" else "slug"
        record = f"{above}{self.path}/<{converter}:{self.pk_url_kwarg}>/"
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
        permission = "" if self.is_public and action in self.READ else self.permission
        view = type(base.__name__, (*mixins, base), {"permission": permission})
        options = {"template_name": self.templates[action]} if action in self.templates else {}
        return view.as_view(pages=self, **options)  # type: ignore[attr-defined]  # of the mixins

    def get_link(self, view: RecordView, *, may_keep: bool) -> Callable[[Any], str] | None:
        """Where the rows of the list lead: to the record's page or, where it has none, to its form."""
        if "show" in self.actions:
            return lambda record: str(record.get_absolute_url())
        if may_keep and "edit" in self.actions:
            return lambda record: self.url("edit", view, getattr(record, self.lookup_field))
        return None

    def url(self, action: str, view: RecordView, *args: Any) -> str:
        return self.address(action, *self.get_place(view), *args)

    def other_actions(self, view: RecordView, record: Any) -> list[tuple[str, str]]:
        """What else may be done to a record that is being changed: words and address. The part of another has these
        links beside it, on the page of that.
        """
        if self.parent is not None and not self.has_own_page:
            return []
        key = getattr(record, self.lookup_field)
        known = [action for action in ("end", "remove") if action in self.actions]
        return [(self.get_heading(action).removesuffix("?"), self.url(action, view, key)) for action in known]

    def address(self, action: str, *args: Any) -> str:
        return reverse(f"{self.namespace}:{self.name_of(action)}", args=args)

    def get_column(self, name: str, *, link: Callable[[Any], str] | None = None) -> RecordColumn:
        """A field, else a method of these pages (as in ModelAdmin, with ``django.contrib.admin.display``) or another
        attribute of the record. ``link`` returns the address that it leads to.
        """
        display = f"get_{name}_display"
        try:
            field: Any = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        # A field may be called as something of these pages is: address, path.
        method = getattr(self, name, None) if field is None else None
        heading = str(getattr(method, "short_description", "") or getattr(field, "verbose_name", name))
        order_by = getattr(method, "admin_order_field", None) or (name if field is not None else None)

        def read(record: Any) -> Any:
            if method is not None:
                value = method(record)
            elif hasattr(record, display):
                value = getattr(record, display)()
            else:
                value = getattr(record, name)
            if link is not None:
                return format_html('<a class="govuk-link" href="{}">{}</a>', link(record), value)
            return "–" if value in {None, ""} else value

        order = {"order_by": order_by} if order_by else {"orderable": False}
        return RecordColumn(read, verbose_name=f"{heading[:1].upper()}{heading[1:]}", **order)

    # What the pages are about

    def as_seen_by(self, view: RecordView) -> RecordPages:
        """These pages, or a copy of them in the words of the place that is asked for."""
        return self

    def get_place(self, view: RecordView) -> list[Any]:
        """The arguments of an address before the record's own."""
        above = self.parent
        return [*above.get_place(view), view.kwargs[above.pk_url_kwarg]] if above else []

    def get_scope(self, view: RecordView) -> str:
        """The address of the partnership whose audit trail it is."""
        return ""

    def get_subject(self, view: RecordView) -> Any:
        """What the permission is asked for."""
        return None

    def lock_scope(self, view: RecordView) -> None:
        """Lock what a record without a parent stands in, so that two that are alike are not added at once."""

    def get_queryset(self, view: RecordView) -> models.QuerySet[Any]:
        manager: Any = self.model._default_manager
        records: models.QuerySet[Any] = manager.visible_to(view.request.user)
        return records.filter(**{self.parent_field: view.parent_of(self)}) if self.parent else records

    def get_list(self, view: RecordView) -> models.QuerySet[Any]:
        return self.get_queryset(view)

    def get_parts(self, view: RecordView) -> dict[str, Any]:
        """What the page of a record shows beside it."""
        return {}

    def lookup(self, view: RecordView) -> dict[str, Any]:
        """Which of the records the address names."""
        return {self.lookup_field: view.kwargs[self.pk_url_kwarg]}

    def new(self, view: RecordView) -> Any:
        return self.model(**({self.parent_field: view.parent} if self.parent else {}))

    def get_initial(self, view: RecordView) -> dict[str, Any]:
        return {}

    def get_form_class(self, action: str) -> type[RecordForm]:
        return self.end_form_class if action == "end" else self.form_class

    def prepare_form(self, form: Any, view: RecordView) -> None:
        """Fit a form to its place, before it is shown or read."""

    def get_success_url(self, view: RecordView) -> str:
        """Back to where the record stands: on its parent's page, on its own, or in the list."""
        if self.parent:
            return f"{view.parent.get_absolute_url()}#{self.anchor}"
        record = getattr(view, "object", None)
        if record is not None and record.pk and view.action != "remove":
            return str(record.get_absolute_url())
        return self.url("list", view)

    def store(self, form: RecordForm) -> Any:
        """Save what the form says, and return the record."""
        return form.save()

    def remove(self, record: Any) -> None:
        """With it goes what is ``removed_with_it``, so that the history of each says so."""
        for name in self.removed_with_it:
            for part in getattr(record, name).all():
                part.delete()
        record.delete()

    def why_not_removable(self, record: Any) -> str:
        """A sentence about what keeps the record; empty where it may be removed."""
        hangs_on_it = what_hangs_on(record, but=self.removed_with_it)
        return f"Something else belongs to it: {hangs_on_it}." if hangs_on_it else ""

    # What they say

    def get_heading(self, action: str) -> str:
        if action not in self.WORDS:
            return ""
        end = "this " if action == "remove" else self.article
        return self.headings.get(action) or f"{self.WORDS[action][0]} {end}{self.noun}" + "?" * (action == "remove")

    def get_submit_text(self, action: str) -> str:
        words = f"{self.WORDS[action][1]} the {self.noun}" if action in self.WORDS else ""
        return self.submit_texts.get(action) or words

    def get_message(self, action: str, record: Any) -> str:
        past = "saved" if action == "edit" else self.WORDS[action][2]
        return self.messages.get(action) or f"The {self.noun} is {past}."

    def get_verb(self, action: str) -> str:
        return self.verbs.get(action) or f"{self.model._meta.model_name}.{self.WORDS[action][2]}"

    def get_details(self, record: Any) -> dict[str, Any]:
        """What the audit trail keeps of a record that is removed."""
        return {"text": str(getattr(record, "text", ""))[:500]}
