"""The office's pages of an annual report: start, look, write, make the PDF, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from django.views.generic.base import View

from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.fields import RichTextBox
from core.papers import TooManyWaiting
from core.richtext import editor_csp, editor_media
from core.rules.dates import FinancialYear, financial_year
from reports.assembly.document import assemble
from reports.forms import CorrectionForm, SectionForm, StartForm
from reports.models import AnnualReport, ReportSection
from reports.services.annual import (
    AlreadyStarted,
    ChangedMeanwhile,
    ReportRefused,
    change_section,
    is_of_document,
    make_draft_paper,
    publish_report,
    reset_section,
    start_report,
)
from reports.views.papers import BUSY, paper_words

YEARS_OFFERED = 30


class ReportMixin(PartnershipMixin):
    """``self.report`` is what an officer of the partnership works on."""

    permission = "reports.edit_report"

    @cached_property
    def report(self) -> AnnualReport:
        reports = AnnualReport.objects.visible_to(self.request.user).select_related("partnership", "draft_paper")
        return get_object_or_404(reports, partnership=self.partnership, year=self.kwargs["year"])

    def url(self, name: str, *args: object) -> str:
        return reverse(f"reports:{name}", args=[self.partnership.slug, self.report.year, *args])


class ReportStart(PartnershipMixin, FormView[StartForm]):
    """Choose the year; one that has a report already leads to it."""

    permission = "reports.edit_report"
    template_name = "reports/start.html"
    form_class = StartForm

    def get_form_kwargs(self) -> dict[str, Any]:
        this_year = financial_year(clock.today()).start
        first = max(this_year - YEARS_OFFERED, self.partnership.starts_on.year if self.partnership.starts_on else 0)
        return super().get_form_kwargs() | {"years": list(range(this_year, first - 1, -1))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Start an annual report",
            intro="It puts itself together from the records. You can then write, change or leave out each section.",
            submit_text="Start the report",
            back_url=reverse("reports:list", args=[self.partnership.slug]),
            **kwargs,
        )

    def form_valid(self, form: StartForm) -> HttpResponse:
        year = form.cleaned_data["year"]
        try:
            report = start_report(
                partnership=self.partnership, year=year, by=signed_in(self.request), at=clock.now(), on=clock.today()
            )
        except AlreadyStarted as refusal:
            messages.info(self.request, f"{refusal} This is it.")
            report = refusal.report
        except ReportRefused as refusal:
            form.add_error("year", str(refusal))
            return self.form_invalid(form)
        else:
            messages.success(self.request, f"The report for {FinancialYear(year)} is put together from the records")
        return redirect("reports:detail", self.partnership.slug, report.year)


class ReportWorkbench(ReportMixin, TemplateView):
    """Sections with what is missing, and the report itself as it will print."""

    template_name = "reports/workbench.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = assemble(self.report, on=clock.today())
        paper = self.report.draft_paper
        is_current = is_of_document(paper, document)
        return super().get_context_data(
            report=self.report,
            document=document,
            lede=document.cover_lead,
            header_actions=[{"text": "Full preview", "url": self.url("preview")}],
            paper=paper,
            paper_words=paper_words(paper) if paper and is_current else "",
            paper_is_current=is_current,
            is_published=document.version_number > 1,
            correction_form=CorrectionForm(initial={"correction_note": self.report.correction_note}),
            may_publish=self.request.user.has_perm("reports.publish_report", self.partnership),
            **kwargs,
        )


class ReportPreview(ReportMixin, TemplateView):
    """The report alone, as it will be published."""

    template_name = "reports/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, document=assemble(self.report, on=clock.today()), **kwargs)


class SectionMixin(ReportMixin):
    @cached_property
    def section(self) -> ReportSection:
        return get_object_or_404(self.report.sections.select_related("report__partnership"), key=self.kwargs["key"])


@method_decorator(editor_csp, name="dispatch")
class SectionEdit(SectionMixin, FormView[SectionForm]):
    """Heading, own words, in or out. What somebody else saved meanwhile is shown, never overwritten."""

    template_name = "reports/section.html"
    form_class = SectionForm
    theirs: ReportSection | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"section": self.section}

    def form_valid(self, form: SectionForm) -> HttpResponse:
        try:
            change_section(section=self.section, by=signed_in(self.request), **form.cleaned_data)
        except ChangedMeanwhile as conflict:
            self.theirs = conflict.section
            form.add_error(None, f"{conflict} Their text is below: take over what you need, then save.")
            # Saving again is then a decision that knows of the other text.
            form.data = {**dict(form.data.items()), "version": str(conflict.section.version)}
            return self.form_invalid(form)
        messages.success(self.request, f"The section “{form.cleaned_data['heading']}” is saved")
        text = form["text"]
        if isinstance(text, RichTextBox) and text.left_out:
            messages.warning(self.request, text.left_out)
        return redirect(f"{self.url('detail')}#section-{self.section.key}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            report=self.report,
            section=self.section,
            theirs=self.theirs,
            heading=f"Edit “{self.section.heading}”",
            intro=f"A section of the {self.report.title[0].lower()}{self.report.title[1:]}.",
            submit_text="Save the section",
            back_url=self.url("detail"),
            **kwargs,
        )
        context["media"] = editor_media(context["form"], self.request)
        return context


class SectionReset(SectionMixin, TemplateView):
    """Take back all that was written in a section, after asking."""

    template_name = "reports/section_reset.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reset_section(section=self.section, by=signed_in(self.request))
        messages.success(request, f"The section “{self.section.heading}” is as it was at the start")
        return redirect(f"{self.url('detail')}#section-{self.section.key}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report, section=self.section, back_url=self.url("section", self.section.key), **kwargs
        )


class ReportMakePdf(ReportMixin, View):
    """Has the PDF made of the report as it is now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note = self.report.correction_note
        if self.report.versions.exists():
            form = CorrectionForm(request.POST)
            if not form.is_valid():
                messages.error(request, str(form.errors["correction_note"][0]))
                return redirect(f"{self.url('detail')}#make")
            note = form.cleaned_data["correction_note"]
        try:
            paper = make_draft_paper(
                report=self.report, correction_note=note, by=signed_in(self.request), at=clock.now(), on=clock.today()
            )
        except ReportRefused as refusal:
            # Published by somebody else between the page and the button.
            messages.error(request, str(refusal))
            return redirect(f"{self.url('detail')}#make")
        except TooManyWaiting:
            messages.error(request, BUSY)
            return redirect(self.url("detail"))
        return redirect("reports:paper", self.partnership.slug, paper.token)


class ReportPublish(ReportMixin, TemplateView):
    """The last look before a report is frozen and open to everyone."""

    permission = "reports.publish_report"
    template_name = "reports/publish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = assemble(self.report, on=clock.today())
        paper = self.report.draft_paper
        ready = is_of_document(paper, document)
        return super().get_context_data(
            report=self.report,
            document=document,
            paper=paper,
            paper_words=paper_words(paper) if ready and paper else "",
            ready=ready,
            back_url=self.url("detail"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            version = publish_report(report=self.report, by=signed_in(self.request), at=clock.now(), on=clock.today())
        except ReportRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.url("detail"))
        messages.success(request, f"Version {version.number} is published: everyone can read it at this address")
        return redirect("reports:version", self.partnership.slug, self.report.year)
