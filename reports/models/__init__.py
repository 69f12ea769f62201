from reports.models.annual_report import AnnualReport, ReportEdition, ReportSection
from reports.models.measure_link import MeasureLink

__all__ = ["AnnualReport", "MeasureLink", "ReportEdition", "ReportSection"]
