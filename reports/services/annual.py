"""Writing an annual report, and publishing it for good."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F

from boards.models import Partnership
from core import audit
from core.acts import Refused, act
from core.models import RenderedFile, User
from core.papers import ask_for_paper
from core.rules.dates import FinancialYear, financial_year
from reports.assembly.document import ReportDocument, assemble
from reports.choices import PaperKind, SectionKey
from reports.models import AnnualReport, ReportSection, ReportVersion

FIRST_YEAR = 1990


class AlreadyStarted(Refused):
    """There is a report of the year: ``report``."""

    def __init__(self, report: AnnualReport) -> None:
        super().__init__(f"There is already a report for {report.financial_year}.")
        self.report = report


class ChangedMeanwhile(Refused):
    """Somebody else saved the section first; ``section`` is as they left it."""

    def __init__(self, section: ReportSection) -> None:
        super().__init__("Somebody else changed this section while you were writing.")
        self.section = section


@act("partnership")
def start_report(*, partnership: Partnership, year: int, by: User | None, at: datetime, on: date) -> AnnualReport:
    """The report of a financial year that has begun, with all its sections in it."""
    if not FIRST_YEAR <= year <= financial_year(on).start:
        raise Refused(f"{FinancialYear(year)} has not begun yet: choose this year or an earlier one.", field="year")
    existing = AnnualReport.objects.filter(partnership=partnership, year=year).first()
    if existing is not None:
        raise AlreadyStarted(existing)
    report = AnnualReport.objects.create(
        partnership=partnership,
        year=year,
        title=f"Annual report {FinancialYear(year)}",
        started_by=by,
        started_at=at,
    )
    for key in SectionKey:
        ReportSection.objects.create(report=report, key=key, heading=key.label)
    audit.record("report.started", by=by, about=report, scope=partnership.slug)
    return report


@act()
def change_section(
    *, section: ReportSection, heading: str, text: str, is_included: bool, version: int, by: User
) -> ReportSection:
    """Save what an officer wrote; ``version`` is that of the text they started from. Raises ``ChangedMeanwhile``."""
    # One UPDATE decides between two who began from the same text: the second finds its version gone.
    taken = ReportSection.objects.filter(pk=section.pk, version=version).update(version=F("version") + 1)
    section.refresh_from_db()
    if not taken:
        raise ChangedMeanwhile(section)
    section.heading, section.text, section.is_included = heading, text, is_included
    section.save()
    audit.record("report.section_changed", by=by, about=section, scope=section.report.partnership.slug)
    return section


@act("section")
def reset_section(*, section: ReportSection, by: User) -> ReportSection:
    """Back to the heading that the section began with, without words of one's own, and in the report."""
    section.heading, section.text, section.is_included = SectionKey(section.key).label, "", True
    section.version += 1  # so that a form opened before is refused
    section.save()
    audit.record("report.section_reset", by=by, about=section, scope=section.report.partnership.slug)
    return section


@act("report")
def make_draft_paper(*, report: AnnualReport, correction_note: str, by: User, at: datetime, on: date) -> RenderedFile:
    """Ask for the PDF of the report as it is now. A correction of a published report needs its note first."""
    if report.versions.exists() and not correction_note:
        raise Refused("Enter what the new version corrects")
    if report.correction_note != correction_note:
        report.correction_note = correction_note
        report.save()
    document = assemble(report, on=on)
    paper = ask_for_paper(
        kind=PaperKind.ANNUAL_REPORT,
        scope=report.partnership.slug,
        about={"report": report.pk, "on": on.isoformat(), "fingerprint": document.fingerprint},
        filename=f"{report.partnership.slug}-annual-report-{report.financial_year.slug}.pdf",
        is_public=False,
        by=by,
        at=at,
    )
    if report.draft_paper_id != paper.pk:
        report.draft_paper = paper
        report.save()
    return paper


def is_of_document(paper: RenderedFile | None, document: ReportDocument) -> bool:
    """Whether the PDF is finished and says what the report says now."""
    return (
        paper is not None
        and paper.state == RenderedFile.State.DONE
        and paper.about.get("fingerprint") == document.fingerprint
        and not paper.is_lost
    )


@act("report")
def publish_report(*, report: AnnualReport, by: User, at: datetime, on: date) -> ReportVersion:
    """Freeze the report as a version: its HTML as it is now, and the PDF that was made of exactly that.

    Raises ``Refused`` if there is no such PDF: what is published must be what somebody has looked at.
    """
    paper = report.draft_paper
    if paper is None:
        raise Refused("Make the PDF and look at it, then publish.")
    document = assemble(report, on=on)
    if not is_of_document(paper, document):
        raise Refused("The report has changed since its PDF was made. Make the PDF again and look at it.")
    note: dict[str, Any] = {"note": report.correction_note} if document.version_number > 1 else {}
    version = ReportVersion.objects.create(
        report=report,
        number=document.version_number,
        html=document.html,
        paper=paper,
        published_at=at,
        published_by=by,
        **note,
    )
    # The draft's own file becomes the published one: it is the one that was looked at.
    paper.is_public = True
    paper.save(update_fields=["is_public"])
    report.draft_paper, report.correction_note = None, ""
    report.save()
    audit.record("report.published", by=by, about=report, scope=report.partnership.slug, version=version.number)
    return version
