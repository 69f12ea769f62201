"""Papers and minutes: downloaded by those who may read them; officers add, replace and withdraw them."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from agendas.choices import DocumentKind
from agendas.forms import DocumentDetails, DocumentForm, MinutesForm, ReplaceForm, WithdrawForm, details_of
from agendas.models import Document, DocumentVersion
from agendas.services.documents import add_document, change_document, replace_document, withdraw_document
from boards.views.base import signed_in
from core import clock
from core.acts import Refused
from core.uploads import CheckedFile
from meetings.views.base import MeetingMixin

logger = logging.getLogger(__name__)

MISSING = "The file is missing from the portal. The partnership office can restore it from a backup."


class DocumentMixin(MeetingMixin):
    """Sets ``self.document``, one of the meeting's that the reader may see."""

    document: Document

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        known = Document.objects.visible_to(request.user).filter(meeting=self.meeting)
        if not request.user.has_perm("meetings.manage_meetings", self.partnership):
            known = known.current()
        self.document = get_object_or_404(known.select_related("item"), pk=kwargs["document_pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(document=self.document, **kwargs)

    @property
    def is_members_only(self) -> bool:
        return self.document.is_for_members


class DocumentFile(DocumentMixin, View):
    """The version that readers get, to save; whoever is no officer finds no other version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        newest = self.document.versions.latest("number")
        number = kwargs.get("number", newest.number)
        if number != newest.number and not request.user.has_perm("meetings.manage_meetings", self.partnership):
            raise Http404
        version = get_object_or_404(self.document.versions, number=number)
        is_for_all = Document.objects.visible_to(AnonymousUser()).current().filter(pk=self.document.pk).exists()
        self.serves_members_only = not is_for_all or number != newest.number
        try:
            return saved(version, is_private=self.serves_members_only)
        except FileNotFoundError:
            logger.error("The file of a paper is missing: %s", version.file.name)
            messages.error(request, MISSING)
            return redirect("meetings:detail", self.partnership.slug, self.meeting.pk)


NO_TEXT = (
    "This PDF has images of pages and no text, so screen readers cannot read it and search cannot find it. Readers see "
    "that beside it. If you can, replace it with a PDF made from the original document, or one with recognised text."
)


def tell_of_images(request: HttpRequest, file: CheckedFile) -> None:
    """Tell the officer who chose a scan."""
    if file.has_text is False:
        messages.warning(request, NO_TEXT)


def saved(version: DocumentVersion, *, is_private: bool) -> FileResponse:
    """The file as a download under a type that its content was found to be, never shown as a page of ours (I-5)."""
    response = FileResponse(
        version.file.open("rb"), as_attachment=True, filename=version.filename, content_type=version.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Asked again each time: a paper may be withdrawn or replaced.
    response["Cache-Control"] = "private, no-store" if is_private else "no-cache"
    return response


class DocumentAdd(MeetingMixin, FormView[DocumentForm]):
    """A paper, for an item or the whole meeting. A file that is refused leaves what was typed in the form."""

    permission = "meetings.manage_meetings"
    template_name = "agendas/document_form.html"
    form_class: type[DocumentForm] = DocumentForm
    kind = DocumentKind.PAPER
    heading = "Add a paper"
    submit_text = "Add the paper"
    done = "The paper is added."

    def get_form(self, form_class: Any = None) -> DocumentForm:
        posted = self.request.POST if self.request.method == "POST" else None
        return self.form_class(posted, self.request.FILES or None, initial=self.get_initial(), meeting=self.meeting)

    def get_initial(self) -> dict[str, Any]:
        return {"item": self.request.GET.get("item", "")}

    def form_valid(self, form: DocumentForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            add_document(
                meeting=self.meeting,
                item=given.get("item"),
                kind=self.kind,
                title=given["title"],
                is_members_only=given["is_members_only"],
                file=given["file"],
                by=signed_in(self.request),
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        tell_of_images(self.request, given["file"])
        return redirect(self.back_url())

    def back_url(self) -> str:
        return self.url("agendas:agenda")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, submit_text=self.submit_text, back_url=self.back_url(), **kwargs
        )


class MinutesAdd(DocumentAdd):
    """The formal minutes, which come later than the summary and are kept apart from it."""

    form_class = MinutesForm
    kind = DocumentKind.MINUTES
    heading = "Add the minutes"
    submit_text = "Add the minutes"
    done = "The minutes are added."

    def get_initial(self) -> dict[str, Any]:
        return {"title": f"Minutes of {self.meeting.title}"[:200]}

    def back_url(self) -> str:
        return self.meeting.get_absolute_url()


class DocumentShow(DocumentMixin, TemplateView):
    """All versions of a document, for officers."""

    permission = "meetings.manage_meetings"
    template_name = "agendas/document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            versions=self.document.versions.select_related("uploaded_by"),
            is_members_only=self.is_members_only,
            back_url=home_of(self),
            **kwargs,
        )


class DocumentChange(DocumentMixin, FormView[Any]):
    """What is common to the three pages that change a document: where they lead, and that a refusal is shown."""

    permission = "meetings.manage_meetings"
    template_name = "agendas/document_form.html"
    heading = ""
    submit_text = ""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.change(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect(self.url("agendas:document", self.document.pk))

    def change(self, given: dict[str, Any]) -> str:
        """Make the change; answers what to say. Raises ``Refused``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"{self.heading} “{self.document.title}”",
            submit_text=self.submit_text,
            back_url=self.url("agendas:document", self.document.pk),
            **kwargs,
        )


class DocumentEdit(DocumentChange):
    heading = "Change"
    submit_text = "Save the changes"

    def get_form(self, form_class: Any = None) -> DocumentDetails:
        return DocumentDetails(
            self.request.POST or None,
            initial=details_of(self.document),
            meeting=self.meeting,
            has_items=self.document.kind != DocumentKind.MINUTES,
        )

    def change(self, given: dict[str, Any]) -> str:
        change_document(
            document=self.document,
            title=given["title"],
            item=given.get("item"),
            is_members_only=given["is_members_only"],
            by=signed_in(self.request),
        )
        return "The changes are saved."


class DocumentReplace(DocumentChange):
    heading = "Replace"
    submit_text = "Put the new file in its place"
    form_class = ReplaceForm

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.document.versions.latest("number").number}

    def change(self, given: dict[str, Any]) -> str:
        version = replace_document(
            document=self.document,
            file=given["file"],
            note=given["note"],
            seen=given["seen"],
            by=signed_in(self.request),
            at=clock.now(),
        )
        tell_of_images(self.request, given["file"])
        return f"Readers now get version {version.number}."


class DocumentWithdraw(DocumentChange):
    """Asks for the reason, and is the confirmation at once."""

    template_name = "agendas/document_withdraw.html"
    heading = "Withdraw"
    submit_text = "Withdraw it"
    form_class = WithdrawForm

    def change(self, given: dict[str, Any]) -> str:
        withdraw_document(document=self.document, reason=given["reason"], by=signed_in(self.request), at=clock.now())
        return "It is withdrawn: nobody but officers can open it."


def home_of(view: DocumentMixin) -> str:
    """The page on which readers find the document."""
    if view.document.kind == DocumentKind.MINUTES:
        return view.meeting.get_absolute_url()
    return view.url("agendas:agenda")
