"""What is kept of people in reports."""

from core.personal import declare
from reports.models import AnnualReport, MeasureLink, ReportSection, ReportVersion

declare(AnnualReport, written=("title", "correction_note"))
declare(ReportSection, written=("heading", "text"))
declare(ReportVersion, written=("note", "html"))
declare(MeasureLink)
