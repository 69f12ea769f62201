"""What everybody reads: published reports, the present version and those before it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from django.views.generic.base import View

from boards.views.base import PartnershipMixin
from reports.models import AnnualReport, ReportVersion
from reports.views.papers import MISSING, file_of, paper_words

ROWS_A_PAGE = 25


class ReportList(PartnershipMixin, TemplateView):
    """Reports by year, the newest first; officers see those that are being written too."""

    template_name = "reports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = (
            AnnualReport.objects.visible_to(self.request.user)
            .filter(partnership=self.partnership)
            .annotate(version_count=Count("versions"), published_at=Max("versions__published_at"))
            .order_by("-year")
        )
        page = Paginator(reports, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        may_edit = self.request.user.has_perm("reports.edit_report", self.partnership)
        start_url = reverse("reports:start", args=[self.partnership.slug]) if may_edit else ""
        return super().get_context_data(page=page, may_edit=may_edit, start_url=start_url, **kwargs)


class VersionMixin(PartnershipMixin):
    """Sets ``self.version``: the one with the number in the address, or the latest."""

    version: ReportVersion
    latest: ReportVersion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        versions = (
            ReportVersion.objects.visible_to(request.user)
            .filter(report__partnership=self.partnership, report__year=kwargs["year"])
            .select_related("report__partnership", "paper")
            .order_by("-number")
        )
        latest = versions.first()
        if latest is None:
            raise Http404("No version of this report is published")
        self.latest = latest
        number = kwargs.get("number", latest.number)
        self.version = latest if number == latest.number else get_object_or_404(versions, number=number)
        return super().dispatch(request, *args, **kwargs)


class VersionShow(VersionMixin, TemplateView):
    """A published report as it was frozen, with its PDF and its other versions."""

    template_name = "reports/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.version.report
        place = [self.partnership.slug, report.year]
        may_edit = self.request.user.has_perm("reports.edit_report", self.partnership)
        correct = [{"text": "Correct", "url": reverse("reports:detail", args=place)}] if may_edit else []
        return super().get_context_data(
            report=report,
            version=self.version,
            latest=self.latest,
            versions=list(report.versions.defer("html").order_by("-number")),
            download_text=f"Download ({paper_words(self.version.paper)})",
            download_url=reverse("reports:numbered_version_pdf", args=[*place, self.version.number]),
            header_actions=correct,
            **kwargs,
        )


class VersionPdf(VersionMixin, View):
    """The PDF as it was published."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.version.paper.is_lost:
            messages.error(request, MISSING)
            return redirect("reports:numbered_version", self.partnership.slug, kwargs["year"], self.version.number)
        return file_of(self.version.paper)
