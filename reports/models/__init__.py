from reports.models.annual_report import AnnualReport, ReportSection, ReportVersion
from reports.models.measure_link import MeasureLink

__all__ = ["AnnualReport", "MeasureLink", "ReportSection", "ReportVersion"]
