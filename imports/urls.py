"""Addresses of imports and exports, below a partnership's own address."""

from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("files/", views.FilesStart.as_view(), name="start"),
    path("files/templates.zip", views.TemplatesDownload.as_view(), name="templates"),
    path("files/templates/<slug:name>.csv", views.TemplateDownload.as_view(), name="template"),
    path("files/export/", views.ExportStart.as_view(), name="export"),
    path("files/<uuid:token>/", views.JobShow.as_view(), name="job"),
    path("files/<uuid:token>/export.zip", views.ExportFile.as_view(), name="export_file"),
    path("files/<uuid:token>/status/", views.JobStatus.as_view(), name="status"),
    path("files/<uuid:token>/refused/<slug:name>.csv", views.RefusedDownload.as_view(), name="refused"),
    path("files/<uuid:token>/import/", views.ImportStart.as_view(), name="import"),
    path("files/<uuid:token>/again/", views.LookAgain.as_view(), name="again"),
    path("files/<uuid:token>/discard/", views.Discard.as_view(), name="discard"),
]
