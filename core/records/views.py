"""What each page of a kept record does, on Django's generic views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import CreateView, DeleteView, DetailView, FormView, ListView, UpdateView
from django.views.generic.base import ContextMixin, View
from django.views.generic.detail import SingleObjectMixin
from django_tables2 import RequestConfig

from core import audit
from core.acts import CARRIED_AS, Gone, Refused, SentBefore, lock, take_form
from core.models import FormToken
from core.records.forms import RecordForm
from core.records.tables import table_of

if TYPE_CHECKING:
    from core.records.pages import RecordPages

MOST_WORDS = 10  # of a search
SENT_BEFORE = "You sent this twice. It was saved once."


class RecordView(ContextMixin, View):
    """What the pages of a record share. ``parent`` is the record that it belongs to, or None."""

    pages: RecordPages = None  # type: ignore[assignment]  # set by as_view
    action: ClassVar[str] = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.pages = self.pages.as_seen_by(self)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def parent(self) -> Any:
        return self.parent_of(self.pages)

    def parent_of(self, pages: RecordPages) -> Any:
        """The record above those of the pages, as the address names it; above it there may be another."""
        above = pages.parent
        return above and get_object_or_404(above.get_queryset(self), **above.lookup(self))

    def get_queryset(self) -> models.QuerySet[Any]:
        return self.pages.get_queryset(self)

    def get_object(self, queryset: Any = None) -> Any:
        """Raises ``Gone`` where the pages have a sentence for that, else 404."""
        records, lookup = self.get_queryset(), self.pages.lookup(self)
        if self.pages.gone_text and not records.filter(**lookup).exists():
            raise Gone(self.pages.gone_text)
        return get_object_or_404(records, **lookup)

    def lead_back(self, refusal: Refused) -> HttpResponse:
        """Where there is no page to show: to where the record stands, with the reason."""
        messages.error(self.request, str(refusal))
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        wanted = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, require_https=self.request.is_secure()):
            return iri_to_uri(wanted)
        return self.pages.get_success_url(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.pages
        own = {
            "pages": pages,
            "parent": self.parent,
            "caption": str(self.parent or getattr(self, "object", None) or ""),
            "heading": pages.get_heading(self.action),
            "submit_text": pages.get_submit_text(self.action),
            "back_url": self.get_success_url(),
        }
        return super().get_context_data(**(own | kwargs))

    def lock_parent(self) -> None:
        if self.parent is not None:
            self.parent = lock(self.parent)
        else:
            self.pages.lock_scope(self)

    def finish(self, *, record: models.Model, verb: str, message: str, **details: Any) -> str:
        """Write down what was done, tell the person, and return the address that it leads to."""
        if self.action not in self.pages.audited_by_services:
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

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]  # of the generic view beside
        self.pages.prepare_form(form, self)
        return form

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # of the generic view beside
        return kwargs | {"instance": self.object, "reader": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]  # of the generic view beside
        return self.pages.get_initial(self) | initial

    def check(self) -> None:
        """Raises ``Refused`` where the record does not let it be done, whatever the form says."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_record()
            self.check()
        except Refused as refusal:
            return self.lead_back(refusal)
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own: dict[str, Any] = {"form_token": self.request.POST.get(CARRIED_AS) or FormToken.new()}
        if self.action == "edit":
            own["others"] = self.pages.other_actions(self, self.object)
        return super().get_context_data(**(own | kwargs))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form: Any = None
        try:
            with transaction.atomic():
                token = take_form(request)
                self.lock_parent()
                self.object = self.get_record()
                if self.object.pk:
                    self.object = lock(self.object)
                self.check()
                form = self.get_form()
                if form.is_valid():
                    leads_to = self.save(form)
                    if token:
                        FormToken.objects.filter(pk=token.pk).update(leads_to=leads_to)
                    return HttpResponseRedirect(leads_to)
                transaction.set_rollback(True)  # the form may be sent again
        except SentBefore as before:
            messages.info(request, SENT_BEFORE)
            return HttpResponseRedirect(before.leads_to)
        except Refused as refusal:
            if form is None:
                return self.lead_back(refusal)
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]

    def save(self, form: RecordForm) -> str:
        """Save what was changed, if anything was, and return the address that it leads to."""
        is_new = not self.object.pk
        if not is_new and not form.has_changed():
            messages.info(self.request, "Nothing was changed.")
            return self.get_success_url()
        self.object = self.pages.store(form)
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


class RecordAct(RecordFormView, SingleObjectMixin, FormView):  # type: ignore[type-arg,misc]  # not generic at run time
    """A form that does more with a record than save it: ``perform`` calls the service.

    What the service refuses stands beside the field. Without a ``form_class`` there is only the button.
    """

    form_class: Any = forms.Form
    heading: ClassVar[str] = ""
    submit_text: ClassVar[str] = ""

    def get_record(self) -> Any:
        return self.get_object()

    def get_form_class(self) -> Any:
        return self.form_class

    def get_form_kwargs(self) -> dict[str, Any]:
        return FormView.get_form_kwargs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "submit_text": self.submit_text} | kwargs))

    def perform(self, form: Any) -> str:
        """Do it, and return what to tell the person. May raise ``Refused``."""
        raise NotImplementedError

    def save(self, form: Any) -> str:
        messages.success(self.request, self.perform(form))
        return self.get_success_url()


class RecordPress(RecordView, SingleObjectMixin):  # type: ignore[type-arg]  # not generic at run time
    """A button on another page: ``perform`` does something with the record. What is gone leads back."""

    http_method_names = ("post",)

    def perform(self) -> str:
        """Do it, and return what to tell the person, if anything. May raise ``Refused``."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                self.lock_parent()
                if record := self.get_queryset().filter(**self.pages.lookup(self)).first():
                    self.object = lock(record)
                    if message := self.perform():
                        messages.success(request, message)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(self.get_success_url())


class RecordRemove(RecordView, DeleteView):  # type: ignore[type-arg]  # not generic at run time
    """Asks first. What something hangs on is not removed; what is gone already leads back."""

    action = "remove"
    template_name = "records/remove.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Gone as refusal:
            return self.lead_back(refusal)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            self.lock_parent()
            record = self.get_queryset().filter(**self.pages.lookup(self)).first()
            if record is None:
                return HttpResponseRedirect(self.get_success_url())
            self.object = record = lock(record, to_remove=True)
            if self.pages.why_not_removable(record):
                return self.render_to_response(self.get_context_data(), status=409)
            message = self.pages.get_message(self.action, record)
            leads_to = self.finish(
                record=record, verb=self.pages.get_verb(self.action), message=message, **self.pages.get_details(record)
            )
            self.pages.remove(record)
        return HttpResponseRedirect(leads_to)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(refusal=self.pages.why_not_removable(self.object), **kwargs)


class RecordShow(RecordView, DetailView):  # type: ignore[type-arg]  # not generic at run time
    action = "show"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.pages.get_parts(self), **kwargs)


class RecordList(RecordView, ListView):  # type: ignore[type-arg]  # not generic at run time
    """A table of the declared columns, 25 rows a page; ``?q=`` searches where ``search_fields`` are declared."""

    action = "list"
    template_name = "records/list.html"

    def get_queryset(self) -> models.QuerySet[Any]:
        records = self.pages.get_list(self)
        if self.pages.search_fields:
            # PostgreSQL takes no NUL in a text, and nobody means one.
            for word in self.request.GET.get("q", "").replace("\0", " ").split()[:MOST_WORDS]:
                found = Q()
                for name in self.pages.search_fields:
                    found |= Q(**{f"{name}__icontains": word})
                records = records.filter(found)
        return records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.pages
        may_keep = self.request.user.has_perm(pages.permission, pages.get_subject(self))
        table = table_of(pages, self.get_queryset(), pages.get_link(self, may_keep=may_keep))
        RequestConfig(self.request, paginate={"silent": True}).configure(table)
        add_url = pages.url("add", self) if may_keep and "add" in pages.actions else ""
        own = {"table": table, "may_keep": may_keep, "add_url": add_url, "add_text": pages.get_heading("add")}
        return super().get_context_data(**(own | kwargs))
