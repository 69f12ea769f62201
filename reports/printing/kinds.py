"""The kinds of PDF that reports draw, each with the function that returns its page."""

from collections.abc import Callable

from core.models import RenderedFile
from core.papers import PrintedPage
from reports.choices import PaperKind
from reports.printing import agenda_pack, annual_report, ppb_insert, progress_table, report_summary

PAGES: dict[str, Callable[[RenderedFile], PrintedPage]] = {
    PaperKind.PROGRESS_TABLE: progress_table.page,
    PaperKind.ANNUAL_REPORT: annual_report.page,
    PaperKind.AGENDA_PACK: agenda_pack.page,
    PaperKind.REPORT_SUMMARY: report_summary.page,
    PaperKind.PPB_INSERT: ppb_insert.page,
}
