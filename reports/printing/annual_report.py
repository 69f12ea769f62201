"""The annual report on paper."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string

from core.models import RenderedFile
from core.papers import PrintedPage
from reports.assembly.document import ReportDocument, assemble
from reports.models import AnnualReport


def page(paper: RenderedFile) -> PrintedPage:
    """The report as it is now. ``about`` then says which text was printed: it may have changed since it was asked."""
    report = AnnualReport.objects.select_related("partnership").get(pk=paper.about["report"])
    document = assemble(report, on=date.fromisoformat(paper.about["on"]))
    paper.about = {**paper.about, "fingerprint": document.fingerprint}
    return PrintedPage(html=html(document), accent=report.partnership.accent)


def html(document: ReportDocument) -> str:
    """The whole page: what is frozen for the web too, with a cover and a list of contents before it."""
    return render_to_string(
        "pdf/reports/annual_report.html",
        {
            "language": "en-GB",
            "title": f"{document.report.title}, {document.partnership.name}",
            "author": document.partnership.name,
            "running_head": document.partnership.name,
            "running_foot": document.report.title,
            "example_note": document.partnership.example_note,
            "document": document,
        },
    )
