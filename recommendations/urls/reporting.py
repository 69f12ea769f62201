"""Progress that officers write down, one by one or many at once."""

from django.urls import path

from recommendations.views import grid, progress
from recommendations.views.progress_import import ProgressConfirm, ProgressDownload, ProgressImport

urlpatterns = [
    path("recommendations/<int:pk>/progress/add/", progress.ProgressAdd.as_view(), name="progress_add"),
    path("recommendations/progress/grid/", grid.ProgressGrid.as_view(), name="progress_grid"),
    path("recommendations/progress/import/", ProgressImport.as_view(), name="progress_import"),
    path("recommendations/progress/confirm/", ProgressConfirm.as_view(), name="progress_confirm"),
    path("recommendations/progress.csv", ProgressDownload.as_view(ending="csv"), name="progress_csv"),
    path("recommendations/progress.xlsx", ProgressDownload.as_view(ending="xlsx"), name="progress_xlsx"),
]
