"""The kinds of paper, each with the function that answers its page."""

from collections.abc import Callable

from core.models import RenderedFile
from reports.choices import PaperKind
from reports.printing import agenda_pack, annual_report, ppb_insert, progress_table, report_summary, summary
from reports.printing.page import PrintedPage

PAGES: dict[str, Callable[[RenderedFile], PrintedPage]] = {
    PaperKind.SUMMARY: summary.page,
    PaperKind.PROGRESS_TABLE: progress_table.page,
    PaperKind.ANNUAL_REPORT: annual_report.page,
    PaperKind.AGENDA_PACK: agenda_pack.page,
    PaperKind.REPORT_SUMMARY: report_summary.page,
    PaperKind.PPB_INSERT: ppb_insert.page,
}


def page_of(paper: RenderedFile) -> PrintedPage:
    """The page that the paper is to be; what it is of is in ``paper.about``."""
    return PAGES[paper.kind](paper)
