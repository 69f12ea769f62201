from reports.models.annual_report import AnnualReport, ReportEdition, ReportSection

__all__ = ["AnnualReport", "ReportEdition", "ReportSection"]
