"""The office's pages of an annual report: start, look, write, make the PDF, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from boards.views.acts import ActFormView, ActView
from boards.views.base import PartnershipMixin, signed_in
from core import clock
from core.acts import Refused
from core.fields import RichTextBox
from core.models import RenderedFile
from core.papers import TooManyWaiting
from core.richtext import editor_csp, editor_media
from core.rules.dates import FinancialYear, financial_year
from reports.assembly.document import assemble
from reports.forms import CorrectionForm, SectionForm, StartForm
from reports.models import AnnualReport, ReportSection
from reports.services.annual import (
    AlreadyStarted,
    ChangedMeanwhile,
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


class ReportStart(ActFormView[StartForm]):
    """Choose the year; one that has a report already leads to it."""

    permission = "reports.edit_report"
    template_name = "reports/start.html"
    form_class = StartForm
    report: AnnualReport

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

    def perform(self, form: StartForm) -> str:
        year, by = form.cleaned_data["year"], signed_in(self.request)
        try:
            self.report = start_report(partnership=self.partnership, year=year, by=by, at=clock.now(), on=clock.today())
        except AlreadyStarted as refusal:
            self.report, self.nothing_done = refusal.report, f"{refusal} This is it."
            return ""
        return f"The report for {FinancialYear(year)} is put together from the records."

    def get_success_url(self) -> str:
        return reverse("reports:detail", args=[self.partnership.slug, self.report.year])


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

    def get_success_url(self) -> str:
        return f"{self.url('detail')}#section-{self.section.key}"


@method_decorator(editor_csp, name="dispatch")
class SectionEdit(SectionMixin, ActFormView[SectionForm]):
    """Heading, own words, in or out. What somebody else saved meanwhile is shown, never overwritten."""

    template_name = "reports/section.html"
    form_class = SectionForm
    theirs: ReportSection | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"section": self.section}

    def perform(self, form: SectionForm) -> str:
        try:
            change_section(section=self.section, by=signed_in(self.request), **form.cleaned_data)
        except ChangedMeanwhile as conflict:
            self.theirs = conflict.section
            # Saving again is then a decision that knows of the other text.
            form.data = {**dict(form.data.items()), "version": str(conflict.section.version)}
            raise Refused(f"{conflict} Their text is below: take over what you need, then save.") from conflict
        text = form["text"]
        if isinstance(text, RichTextBox) and text.left_out:
            messages.warning(self.request, text.left_out)
        return f"The section “{form.cleaned_data['heading']}” is saved."

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


class SectionReset(SectionMixin, ActView):
    """Takes back all that was written in a section."""

    template_name = "reports/section_reset.html"

    def perform(self) -> str:
        section = reset_section(section=self.section, by=signed_in(self.request))
        return f"The section “{section.heading}” is as it was at the start."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report, section=self.section, back_url=self.url("section", self.section.key), **kwargs
        )


class ReportMakePdf(ReportMixin, ActView):
    """Has the PDF made of the report as it is now, and leads to the page that follows its making."""

    http_method_names = ("post",)
    paper: RenderedFile | None = None

    def get_success_url(self) -> str:
        if self.paper is None:
            return f"{self.url('detail')}#make"
        return reverse("reports:paper", args=[self.partnership.slug, self.paper.token])

    def perform(self) -> str:
        note = self.report.correction_note
        if self.report.versions.exists():
            form = CorrectionForm(self.request.POST)
            if not form.is_valid():
                messages.error(self.request, str(form.errors["correction_note"][0]))
                return ""
            note = form.cleaned_data["correction_note"]
        by = signed_in(self.request)
        try:
            self.paper = make_draft_paper(
                report=self.report, correction_note=note, by=by, at=clock.now(), on=clock.today()
            )
        except TooManyWaiting:
            raise Refused(BUSY) from None
        return ""


class ReportPublish(ReportMixin, ActView):
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

    def get_success_url(self) -> str:
        return reverse("reports:version", args=[self.partnership.slug, self.report.year])

    def perform(self) -> str:
        version = publish_report(report=self.report, by=signed_in(self.request), at=clock.now(), on=clock.today())
        return f"Version {version.number} is published: everyone can read it at this address."

    def lead_back(self, refusal: Refused) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect(self.url("detail"))
