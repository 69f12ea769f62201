"""The annual report of a financial year: sections while it is written, versions once it is published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from boards.models import Partnership
from core.models import Governed, RenderedFile
from core.rules.dates import FinancialYear
from reports.choices import WRITTEN, SectionKey
from reports.querysets import AnnualReportQuerySet, ReportVersionQuerySet


class AnnualReport(Governed):
    """The report of one financial year: ``year`` 2012 is 1 April 2012 to 31 March 2013, written 2012/13 (T-6)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField("financial year that begins on 1 April of")
    title = models.CharField(max_length=150)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    draft_paper = models.OneToOneField(
        RenderedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="report_draft"
    )

    correction_note = models.CharField("what the next version corrects", max_length=300, blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "year"),
                name="reports_one_a_year",
                violation_error_message="There is already a report for this year: open that one.",
            ),
            models.CheckConstraint(name="reports_year_sensible", condition=Q(year__gte=1990)),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The lasting public address; it answers once a version is published."""
        return reverse("reports:version", args=[self.partnership.slug, self.year])

    @property
    def financial_year(self) -> FinancialYear:
        return FinancialYear(self.year)


class ReportSection(Governed):
    """One section: whether it is in, what is written in it beside what the data say."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=16, choices=SectionKey.choices)
    is_included = models.BooleanField("in the report", default=True)
    heading = models.CharField(max_length=120)
    text = models.TextField("your words", blank=True)
    version = models.PositiveIntegerField(default=0)

    part_of, named_by = ("report",), "heading"

    class Meta:
        ordering = ("report", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "key"), name="reports_section_once"),
            models.CheckConstraint(name="reports_section_words", condition=Q(key__in=SectionKey.values)),
        )

    def __str__(self) -> str:
        return f"{self.report}: {self.heading}"

    @property
    def is_written(self) -> bool:
        """Whether the section consists of nothing but what somebody writes."""
        return self.key in WRITTEN


class ReportVersion(Governed):
    """A published report, frozen: its HTML and its PDF stay as they were, whatever becomes of the data."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.CharField("what was corrected", max_length=300, blank=True)
    html = models.TextField()
    paper = models.OneToOneField(RenderedFile, on_delete=models.PROTECT, related_name="report_version")
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    part_of, named_by = ("report",), "number"
    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ("report", "-number")
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="reports_version_number"),
            models.CheckConstraint(name="reports_version_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="reports_version_correction_has_note", condition=Q(number=1) | ~Q(note="")),
        )

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"
