"""Addresses of reports and papers, below a partnership's own address."""

from django.urls import path

from reports.views import agenda_pack, annual, measure_links, papers, progress_table, scrutiny, summaries, versions

app_name = "reports"

urlpatterns = [
    path("reports/", versions.ReportList.as_view(), name="list"),
    path("reports/start/", annual.ReportStart.as_view(), name="start"),
    path("reports/<int:year>/", versions.VersionShow.as_view(), name="version"),
    path("reports/<int:year>/report.pdf", versions.VersionPdf.as_view(), name="version_pdf"),
    path("reports/<int:year>/versions/<int:number>/", versions.VersionShow.as_view(), name="numbered_version"),
    path(
        "reports/<int:year>/versions/<int:number>/report.pdf",
        versions.VersionPdf.as_view(),
        name="numbered_version_pdf",
    ),
    path("reports/<int:year>/edit/", annual.ReportWorkbench.as_view(), name="detail"),
    path("reports/<int:year>/preview/", annual.ReportPreview.as_view(), name="preview"),
    path("reports/<int:year>/sections/<slug:key>/", annual.SectionEdit.as_view(), name="section"),
    path("reports/<int:year>/sections/<slug:key>/reset/", annual.SectionReset.as_view(), name="section_reset"),
    path("reports/<int:year>/make-pdf/", annual.ReportMakePdf.as_view(), name="make_pdf"),
    path("reports/<int:year>/publish/", annual.ReportPublish.as_view(), name="publish"),
    path("papers/<uuid:token>/", papers.PaperShow.as_view(), name="paper"),
    path("papers/<uuid:token>/status/", papers.PaperStatus.as_view(), name="paper_status"),
    path("papers/<uuid:token>/file/", papers.PaperFile.as_view(), name="paper_file"),
    path("papers/<uuid:token>/retry/", papers.PaperRetry.as_view(), name="paper_retry"),
    path("papers/<uuid:token>/cancel/", papers.PaperCancel.as_view(), name="paper_cancel"),
    path("recommendations/paper/", progress_table.RecommendationsPaper.as_view(), name="recommendations_pdf"),
    path("topic-groups/<int:pk>/summary-paper/", scrutiny.ReportSummary.as_view(), name="report_summary"),
    path("meetings/<int:pk>/progress-paper/", scrutiny.PpbInsert.as_view(), name="ppb_insert"),
    path("meetings/<int:pk>/summary/versions/<int:number>.pdf", summaries.SummaryPdf.as_view(), name="summary_pdf"),
    path("meetings/<int:pk>/agenda/pack/", agenda_pack.AgendaPack.as_view(), name="agenda_pack"),
    path("recommendations/<int:pk>/measures/link/", measure_links.MeasureLinkAdd.as_view(), name="measure_link"),
    path(
        "recommendations/<int:pk>/measures/<int:link>/unlink/",
        measure_links.MeasureLinkRemove.as_view(),
        name="measure_unlink",
    ),
]
