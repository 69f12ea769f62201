"""Import and export by files, for admins: choose, look at what would change, then all of it or nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.downloads import download
from core.models import RenderedFile
from core.papers import TooManyWaiting, pick_up_paper
from imports.background import (
    EXPORT,
    IMPORT,
    PREVIEW,
    UPLOAD,
    discard,
    import_previewed,
    preview_of,
    read_report,
    start_export,
    start_import,
)
from imports.catalogue import KINDS
from imports.forms import FilesForm, LeftOutForm
from imports.templates import all_templates, template

BUSY = "Many files are being read at the moment. Try again in a minute."
SHOWN_AT_MOST = 200
CSV_TYPE, ZIP_TYPE = "text/csv; charset=utf-8", "application/zip"
LABELS = {PREVIEW: "Reading the files", IMPORT: "Importing the files", EXPORT: "Writing the files"}
PAGES = {PREVIEW: "imports/preview.html", IMPORT: "imports/imported.html", EXPORT: "imports/exported.html"}


class AdminMixin(PartnershipMixin):
    permission = "boards.manage_partnership"


class FilesStart(AdminMixin, FormView[FilesForm]):
    """Where files are chosen, and templates are."""

    template_name = "imports/start.html"
    form_class = FilesForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(file.removesuffix(".csv"), kind) for file, kind in KINDS.items()]
        return super().get_context_data(kinds=kinds, **kwargs)

    def form_valid(self, form: FilesForm) -> HttpResponse:
        package, by = form.cleaned_data["upload"], signed_in(self.request)
        try:
            job = start_import(partnership=self.partnership, package=package, by=by, at=clock.now())
        except TooManyWaiting:
            messages.error(self.request, BUSY)
            return redirect("imports:start", self.partnership.slug)
        return redirect("imports:job", self.partnership.slug, job.token)


class TemplateDownload(AdminMixin, View):
    """The header of one file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        file = f"{kwargs['name']}.csv"
        if file not in KINDS:
            raise Http404
        return download(template(file), filename=file, content_type=CSV_TYPE)


class TemplatesDownload(AdminMixin, View):
    """All of them, with an explanation."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return download(all_templates(), filename="templates.zip", content_type=ZIP_TYPE)


class JobMixin(AdminMixin):
    """Finds the job of the address; what a dead worker left is begun again. ``kinds`` are those that it may be."""

    kinds: tuple[str, ...] = (PREVIEW, IMPORT, EXPORT)
    job: RenderedFile

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.has_perm(self.permission, self.partnership):
            jobs = RenderedFile.objects.filter(scope=self.partnership.slug, kind__in=self.kinds)
            found = jobs.filter(token=kwargs["token"]).first()
            if found is None and (later := self.later(kwargs["token"])):
                return redirect("imports:job", self.partnership.slug, later.token)
            if found is None:
                raise Http404
            self.job = found
            if pick_up_paper(paper=found, at=clock.now()):
                found.refresh_from_db()
        return super().dispatch(request, *args, **kwargs)

    def later(self, token: UUID) -> RenderedFile | None:
        """The import of a preview that is no longer kept."""
        return RenderedFile.objects.filter(scope=self.partnership.slug, kind=IMPORT, about__preview=str(token)).first()

    def to_job(self, job: RenderedFile) -> HttpResponse:
        return redirect("imports:job", self.partnership.slug, job.token)


class JobShow(JobMixin, TemplateView):
    """Follows the job, then shows what it found or did."""

    def get_template_names(self) -> list[str]:
        if self.job.state != RenderedFile.State.DONE:
            return ["imports/job.html"]
        return [PAGES[self.job.kind]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(job=self.job, label=LABELS[self.job.kind], **kwargs)
        if self.job.kind == EXPORT:
            return context
        if self.job.state == RenderedFile.State.DONE:
            report = read_report(self.job)
            new = [row for row in report.rows if row["is_new"]]
            changed = [row for row in report.rows if row["is_changed"] and not row["is_new"]]
            context |= {
                "report": report,
                "form": kwargs.get("form") or LeftOutForm(left_out=report.left_out),
                "groups": [("Changed", changed[:SHOWN_AT_MOST], len(changed)), ("New", new[:SHOWN_AT_MOST], len(new))],
                "refusals": report.refusals[:SHOWN_AT_MOST],
                "refused_files": [file.removesuffix(".csv") for file in report.refused_rows],
            }
        else:
            context["may_look_again"] = self.is_upload_kept()
        return context

    def is_upload_kept(self) -> bool:
        return RenderedFile.objects.filter(kind=UPLOAD, token=UUID(self.job.about["upload"])).exists()


class JobStatus(JobMixin, View):
    """The same for static/js/progress.js."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.job
        answer = {"state": job.state, "percent": job.progress, "text": job.error or job.step}
        if job.is_finished:
            answer["url"] = reverse("imports:job", args=[self.partnership.slug, job.token])
            answer["link_text"] = "Go on"
        response = JsonResponse(answer)
        response["Cache-Control"] = "no-store"
        return response


class PreviewMixin(JobMixin):
    kinds = (PREVIEW,)


class RefusedDownload(PreviewMixin, View):
    """The refused rows of a file, each with the reason."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        file = f"{kwargs['name']}.csv"
        if self.job.state != RenderedFile.State.DONE:
            raise Http404
        report = read_report(self.job)
        if file not in report.refused_rows:
            raise Http404
        return report.refused_table(file).download(file)


class Decides(JobShow):
    """A button of the preview, sent with what becomes of the records that are no longer in the files."""

    http_method_names = ["post"]

    def ask_again(self, form: LeftOutForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class ImportStart(PreviewMixin, Decides):
    """Imports what the preview has shown."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        report = read_report(self.job) if self.job.state == RenderedFile.State.DONE else None
        if report is None or report.refusals:
            return self.to_job(self.job)
        known = {key for row in report.conflicts for key, *_ in row["conflicts"]}
        form = LeftOutForm(request.POST, left_out=report.left_out)
        if not form.is_valid():
            return self.ask_again(form)
        take = known if "take_all" in request.POST else known & set(request.POST.getlist("take"))
        try:
            by = signed_in(request)
            return self.to_job(
                import_previewed(preview=self.job, take=take, then=form.decisions, by=by, at=clock.now())
            )
        except TooManyWaiting:
            messages.error(request, BUSY)
            return self.to_job(self.job)


class LookAgain(Decides):
    """Reads the same files again, as the records are now, and after what was decided."""

    kinds = (PREVIEW, IMPORT)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        uploads = RenderedFile.objects.filter(scope=self.partnership.slug, kind=UPLOAD)
        upload = get_object_or_404(uploads, token=UUID(self.job.about["upload"]))
        first = dict(self.job.about.get("first", {}))
        if self.job.kind == PREVIEW and self.job.state == RenderedFile.State.DONE:
            form = LeftOutForm(request.POST, left_out=read_report(self.job).left_out)
            if not form.is_valid():
                return self.ask_again(form)
            first |= form.decisions
        try:
            return self.to_job(preview_of(upload, by=signed_in(request), at=clock.now(), first=first))
        except TooManyWaiting:
            messages.error(request, BUSY)
            return self.to_job(self.job)


class Discard(PreviewMixin, View):
    """Throws the files away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            discard(preview=self.job)
        except Refused as refused:
            messages.error(request, str(refused))
            begun = self.later(kwargs["token"])
            return self.to_job(begun or self.job)
        messages.success(request, "The files are discarded. Nothing was imported.")
        return redirect("imports:start", self.partnership.slug)


class ExportStart(AdminMixin, View):
    """Writes everything that files have."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            job = start_export(partnership=self.partnership, by=signed_in(request), at=clock.now())
        except TooManyWaiting:
            messages.error(request, BUSY)
            return redirect("imports:start", self.partnership.slug)
        return redirect("imports:job", self.partnership.slug, job.token)


class ExportFile(JobMixin, View):
    """The zip, to save."""

    kinds = (EXPORT,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.job.state != RenderedFile.State.DONE:
            return self.to_job(self.job)
        with self.job.file.open("rb") as file:
            return download(file.read(), filename=self.job.filename, content_type=ZIP_TYPE)
