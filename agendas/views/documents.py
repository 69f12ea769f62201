"""Papers and minutes: downloaded by those who may read them; officers add, replace and withdraw them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic.base import View

from agendas.choices import DocumentKind
from agendas.forms import DocumentForm, ReplaceForm, WithdrawForm
from agendas.models import Document
from agendas.services.documents import add_document, replace_document, withdraw_document
from boards.records import RecordPages
from boards.views.base import signed_in
from core import clock
from core.records import RecordAct, RecordAdd, RecordEdit, RecordPress
from meetings.permissions import MANAGE
from meetings.views.base import MeetingMixin, meeting_pages, meeting_url

logger = logging.getLogger(__name__)

MISSING = "The file is missing from the portal. The partnership office can restore it from a backup."
NO_TEXT = (
    "This PDF has images of pages and no text, so screen readers cannot read it and search cannot find it. Readers see "
    "that beside it. If you can, replace it with a PDF made from the original document, or one with recognised text."
)


class DocumentFile(MeetingMixin, View):
    """The version that readers get, to save; whoever is no officer finds no other version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document = get_object_or_404(documents_for(request.user, self.meeting), pk=kwargs["document_pk"])
        newest = document.versions.latest("number")
        number = kwargs.get("number", newest.number)
        if number != newest.number and not request.user.has_perm(MANAGE, self.partnership):
            raise Http404
        version = get_object_or_404(document.versions, number=number)
        is_for_all = Document.objects.visible_to(AnonymousUser()).current().filter(pk=document.pk).exists()
        self.serves_members_only = not is_for_all or number != newest.number
        try:
            file = version.file.open("rb")
        except FileNotFoundError:
            logger.error("The file of a paper is missing: %s", version.file.name)
            messages.error(request, MISSING)
            return redirect(self.meeting)
        # A download under the type that its content was found to be, never shown as a page of ours (I-5).
        response = FileResponse(file, as_attachment=True, filename=version.filename, content_type=version.media_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        # Asked again each time: a paper may be withdrawn or replaced.
        response["Cache-Control"] = "private, no-store" if self.serves_members_only else "no-cache"
        return response


def documents_for(user: Any, meeting: Any) -> QuerySet[Document]:
    """The meeting's documents that the reader may see; officers see what was withdrawn, too."""
    known = Document.objects.visible_to(user).filter(meeting=meeting).select_related("item", "meeting__partnership")
    return known if user.has_perm(MANAGE, meeting.partnership) else known.current()


class DocumentAdd(RecordAdd):
    def save(self, form: DocumentForm) -> str:  # type: ignore[override]  # the form of these pages
        leads_to = super().save(form)
        warn_of_images(self.request, form)
        return leads_to


class DocumentEdit(RecordEdit):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Change “{self.object}”", **kwargs)


class DocumentReplace(RecordAct):
    form_class = ReplaceForm
    template_name = "agendas/document_form.html"
    submit_text = "Put the new file in its place"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"seen": self.object.versions.latest("number").number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Replace “{self.object}”", **kwargs)

    def perform(self, form: ReplaceForm) -> str:
        version = replace_document(
            document=self.object, **form.cleaned_data, by=signed_in(self.request), at=clock.now()
        )
        warn_of_images(self.request, form)
        return f"Readers now get version {version.number}."


class DocumentWithdraw(RecordAct):
    """Asks for the reason, and is the confirmation at once."""

    form_class = WithdrawForm
    template_name = "agendas/document_withdraw.html"
    submit_text = "Withdraw it"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=f"Withdraw “{self.object}”", **kwargs)

    def perform(self, form: WithdrawForm) -> str:
        withdraw_document(document=self.object, **form.cleaned_data, by=signed_in(self.request), at=clock.now())
        return "It is withdrawn: nobody but officers can open it."


def warn_of_images(request: HttpRequest, form: Any) -> None:
    """Tell the officer who chose a scan."""
    if form.cleaned_data["file"].has_text is False:
        messages.warning(request, NO_TEXT)


class DocumentPages(RecordPages):
    """The papers of a meeting; officers see all versions of each."""

    model, form_class, permission = Document, DocumentForm, MANAGE
    namespace, url_name, path, pk_url_kwarg = "agendas", "document", "documents", "document_pk"
    parent, parent_field = meeting_pages, "meeting"
    actions: ClassVar[tuple[str, ...]] = ("show", "add", "edit")
    is_public = False
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {
        "replace": DocumentReplace,
        "withdraw": DocumentWithdraw,
    }
    views: ClassVar[dict[str, Any]] = RecordPages.views | {"add": DocumentAdd, "edit": DocumentEdit}
    noun = "paper"
    audited_by_services = ("add",)
    submit_texts: ClassVar[dict[str, str]] = {"edit": "Save the changes"}
    messages: ClassVar[dict[str, str]] = {"edit": "The changes are saved."}
    templates: ClassVar[dict[str, str]] = {
        "show": "agendas/document.html",
        "add": "agendas/document_form.html",
        "edit": "agendas/document_form.html",
    }
    kind = DocumentKind.PAPER

    def get_queryset(self, view: Any) -> QuerySet[Document]:
        return documents_for(view.request.user, view.parent)

    def new(self, view: Any) -> Document:
        return Document(meeting=view.parent, kind=self.kind)

    def get_initial(self, view: Any) -> dict[str, Any]:
        return {"item": view.request.GET.get("item", "")} if view.action == "add" else {}

    def get_parts(self, view: Any) -> dict[str, Any]:
        is_minutes = view.object.kind == DocumentKind.MINUTES
        return {
            "meeting": view.parent,
            "versions": view.object.versions.select_related("uploaded_by"),
            "back_url": meeting_url(view, "meetings:detail" if is_minutes else "agendas:agenda"),
        }

    def get_success_url(self, view: Any) -> str:
        """To the document’s own page; a new one is looked at among the others."""
        is_new = view.action == "add"
        return meeting_url(view, "agendas:agenda") if is_new else self.url("show", view, view.kwargs["document_pk"])

    def store(self, form: Any) -> Document:
        if form.instance.pk:
            return form.save()  # type: ignore[no-any-return]
        document, file = form.instance, form.cleaned_data["file"]
        return add_document(meeting=document.meeting, document=document, file=file, by=form.reader, at=clock.now())


class MinutesPages(DocumentPages):
    """The formal minutes, which come later than the summary and are kept apart from it."""

    url_name, path = "minutes", "documents/minutes"
    actions: ClassVar[tuple[str, ...]] = ("add",)
    acts: ClassVar[Mapping[str, type[RecordAct | RecordPress]]] = {}
    noun, article = "minutes", "the "
    messages: ClassVar[dict[str, str]] = {"add": "The minutes are added."}
    kind = DocumentKind.MINUTES

    def get_initial(self, view: Any) -> dict[str, Any]:
        return {"title": f"Minutes of {view.parent.title}"[:200]}

    def get_success_url(self, view: Any) -> str:
        return meeting_url(view, "meetings:detail")
