"""The pages on which a kind of governed record is kept: list, page, add, change, end, remove.

Declared as Django's ModelAdmin is, on Django's generic views::

    class FindingPages(RecordPages):
        model, form_class, permission = Finding, FindingForm, "recommendations.manage_scrutiny"
        url_name, path, parent, parent_field = "finding", "findings", TopicGroupPages(), "topic_group"

Every page asks for the permission, finds only what is ``visible_to`` the reader, and does what it does in one
transaction: the parent's row locked first, then the record's; written into the audit trail; once, however often the
button is pressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.db import models, router, transaction
from django.db.models import ProtectedError, Q
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView
from django.views.generic.base import ContextMixin, View
from django_tables2 import Column, RequestConfig

from core import audit
from core.acts import CARRIED_AS, SentBefore, lock, take_form
from core.models import FormToken
from core.record_forms import RecordForm
from core.tables import Listing

MOST_WORDS = 10  # of a search
SENT_BEFORE = "You sent this twice. It was saved once."


class RecordView(ContextMixin, View):
    """What the pages of a record share. ``parent`` is the record that it belongs to, or None."""

    pages: RecordPages = None  # type: ignore[assignment]  # set by as_view
    action: ClassVar[str] = ""

    @cached_property
    def parent(self) -> Any:
        pages = self.pages.parent
        if pages is None:
            return None
        return get_object_or_404(pages.get_queryset(self), pk=self.kwargs[pages.pk_url_kwarg])

    def get_queryset(self) -> models.QuerySet[Any]:
        return self.pages.get_queryset(self)

    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs[self.pages.pk_url_kwarg])

    def get_success_url(self) -> str:
        wanted = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, require_https=self.request.is_secure()):
            return wanted
        return self.pages.get_success_url(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.pages
        own = {
            "pages": pages,
            "parent": self.parent,
            "heading": pages.get_heading(self.action),
            "submit_text": pages.get_submit_text(self.action),
            "back_url": self.get_success_url(),
        }
        return super().get_context_data(**(own | kwargs))

    def lock_parent(self) -> None:
        if self.parent is not None:
            self.parent = lock(self.parent)

    def finish(self, *, record: models.Model, verb: str, message: str, **details: Any) -> str:
        """Write down what was done, tell the person, and return the address that it leads to."""
        audit.record(verb, by=self.request.user, about=record, scope=self.pages.get_scope(self), **details)  # type: ignore[arg-type]  # signed in: permission was asked for
        messages.success(self.request, message)
        return self.get_success_url()


class RecordFormView(RecordView):
    """A form that saves one record."""

    template_name = "records/form.html"
    object: Any

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get_record(self) -> Any:
        """The record that the form is about: one that is stored, or a new one."""
        raise NotImplementedError

    def get_form_class(self) -> type[RecordForm]:
        return self.pages.get_form_class(self.action)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # of the generic view beside
        return kwargs | {"instance": self.object, "reader": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]  # of the generic view beside
        return self.pages.get_initial(self) | initial

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_record()
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form_token = self.request.POST.get(CARRIED_AS) or FormToken.new()
        return super().get_context_data(form_token=form_token, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                token = take_form(request)
                self.lock_parent()
                self.object = self.get_record()
                if self.object.pk:
                    self.object = lock(self.object)
                form = self.get_form()  # type: ignore[attr-defined]
                if form.is_valid():
                    leads_to = self.save(form)
                    if token:
                        type(token).objects.filter(pk=token.pk).update(leads_to=leads_to)
                    return HttpResponseRedirect(leads_to)
                transaction.set_rollback(True)  # the form may be sent again
        except SentBefore as before:
            messages.info(request, SENT_BEFORE)
            return HttpResponseRedirect(before.leads_to)
        return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]

    def save(self, form: RecordForm) -> str:
        """Save what was changed, if anything was, and return the address that it leads to."""
        is_new = not self.object.pk
        if not is_new and not form.has_changed():
            messages.info(self.request, "Nothing was changed.")
            return self.get_success_url()
        self.object = form.save()
        changed = {} if is_new else {"changed": ", ".join(form.changed_data)}
        message = " ".join(filter(None, (self.pages.get_message(self.action, self.object), form.outcome)))
        return self.finish(record=self.object, verb=self.pages.get_verb(self.action), message=message, **changed)


class RecordAdd(RecordFormView, CreateView):  # type: ignore[type-arg,misc]  # not generic at run time
    action = "add"

    def get_record(self) -> Any:
        return self.pages.new(self)


class RecordEdit(RecordFormView, UpdateView):  # type: ignore[type-arg,misc]  # not generic at run time
    action = "edit"

    def get_record(self) -> Any:
        return self.get_object()


class RecordEnd(RecordEdit):
    action = "end"


class RecordRemove(RecordView, DeleteView):  # type: ignore[type-arg]  # not generic at run time
    """Asks first. What something hangs on is not removed; what is gone already leads back."""

    action = "remove"
    template_name = "records/remove.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.lock_parent()
            record = self.get_queryset().filter(pk=self.kwargs[self.pages.pk_url_kwarg]).first()
            if record is None:
                return HttpResponseRedirect(self.get_success_url())
            self.object = record = lock(record)
            if what_hangs_on(record):
                return self.render_to_response(self.get_context_data(), status=409)
            message = self.pages.get_message(self.action, record)
            leads_to = self.finish(
                record=record, verb=self.pages.get_verb(self.action), message=message, **self.pages.get_details(record)
            )
            record.delete()
        return HttpResponseRedirect(leads_to)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(hangs_on_it=what_hangs_on(self.object), **kwargs)


class RecordShow(RecordView, DetailView):  # type: ignore[type-arg]  # not generic at run time
    action = "show"
    template_name = "records/show.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.pages.get_parts(self), **kwargs)


class RecordList(RecordView, ListView):  # type: ignore[type-arg]  # not generic at run time
    """A table of the declared columns, 25 rows a page; ``?q=`` searches where ``search_fields`` are declared."""

    action = "list"
    template_name = "records/list.html"

    def get_queryset(self) -> models.QuerySet[Any]:
        records = self.pages.get_list(self)
        if self.pages.search_fields:
            for word in self.request.GET.get("q", "").split()[:MOST_WORDS]:
                found = Q()
                for name in self.pages.search_fields:
                    found |= Q(**{f"{name}__icontains": word})
                records = records.filter(found)
        return records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.pages
        table = table_of(pages, self.get_queryset())
        RequestConfig(self.request, paginate={"silent": True}).configure(table)
        may_keep = self.request.user.has_perm(pages.permission, pages.get_subject(self))
        add_url = pages.url("add", self) if may_keep and "add" in pages.actions else ""
        own = {"table": table, "may_keep": may_keep, "add_url": add_url, "object_list": table.data}
        return super().get_context_data(**(own | kwargs))


class RecordColumn(Column):
    """One attribute of a record, or what a method of its pages reads from it."""

    def __init__(self, read: Callable[[Any], Any], **kwargs: Any) -> None:
        self.read = read
        super().__init__(empty_values=(), **kwargs)

    def render(self, record: Any) -> Any:
        return self.read(record)


def table_of(pages: RecordPages, records: models.QuerySet[Any]) -> Listing:
    """A table with ``pages.columns``, the first of which leads to the record."""
    columns = {name: pages.get_column(name, is_first=name == pages.columns[0]) for name in pages.columns}
    attrs = {"caption": pages.plural, "cards": True}
    table: type[Listing] = type("RecordTable", (Listing,), {**columns, "Meta": type("Meta", (), {"attrs": attrs})})
    return table(records)


def what_hangs_on(record: models.Model) -> str:
    """What keeps the record from being removed: “2 meetings, 1 action”; empty where nothing does."""
    collector = Collector(using=router.db_for_write(type(record), instance=record), origin=record)
    try:
        collector.collect([record])
    except ProtectedError as error:
        kinds = Counter(type(other)._meta for other in error.protected_objects)
        return ", ".join(
            f"{count} {kind.verbose_name if count == 1 else kind.verbose_name_plural}"
            for kind, count in sorted(kinds.items(), key=lambda pair: str(pair[0].verbose_name))
        )
    return ""


class RecordPages:
    """Which pages a kind of record has, and what they say.

    ``actions`` are the pages: list, show, add, edit, end, remove. ``path`` stands in the address, ``url_name`` begins
    the names of the URLs (``finding_add``). ``noun`` with its ``article`` makes headings and messages, unless
    ``headings`` or ``messages`` has one for the action. ``verbs`` are those of the audit trail. ``anchor`` is where the
    record stands on its parent's page.
    """

    model: ClassVar[type[models.Model]]
    form_class: ClassVar[type[RecordForm]]
    end_form_class: ClassVar[type[RecordForm]]
    permission: ClassVar[str]
    mixins: ClassVar[tuple[type[Any], ...]] = ()
    form_mixins: ClassVar[tuple[type[Any], ...]] = ()
    actions: ClassVar[tuple[str, ...]] = ("add", "edit", "remove")
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
        return [path(self.route(action), self.as_view(action), name=self.name_of(action)) for action in self.actions]

    def route(self, action: str) -> str:
        above = f"{self.parent.route('show')}" if self.parent else ""
        record = f"{above}{self.path}/<int:{self.pk_url_kwarg}>/"
        return {"list": f"{above}{self.path}/", "add": f"{above}{self.path}/add/", "show": record}.get(
            action, f"{record}{action}/"
        )

    def name_of(self, action: str) -> str:
        if action == "list":
            return self.list_url_name or f"{self.url_name}_list"
        return self.url_name if action == "show" else f"{self.url_name}_{action}"

    def as_view(self, action: str) -> Any:
        base = self.views[action]
        mixins = self.mixins if action in (*self.READ, "remove") else self.form_mixins
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
