"""Progress that is reported and asked for, statuses, and proposals of them."""

from django.urls import path

from boards.views.by_link import link_urls
from progress.views import grid, progress_import, proposals, request_link, requests, status

app_name = "progress"

urlpatterns = [
    *status.ProgressPages().get_urls(),
    *status.StatusPages().get_urls(),
    *status.ProposePages().get_urls(),
    path("recommendations/progress/grid/", grid.ProgressGrid.as_view(), name="progress_grid"),
    path("recommendations/progress/import/", progress_import.ProgressImport.as_view(), name="progress_import"),
    path("recommendations/progress/confirm/", progress_import.ProgressConfirm.as_view(), name="progress_confirm"),
    path("recommendations/progress.csv", progress_import.ProgressDownload.as_view(ending="csv"), name="progress_csv"),
    path(
        "recommendations/progress.xlsx", progress_import.ProgressDownload.as_view(ending="xlsx"), name="progress_xlsx"
    ),
    path("recommendations/requests/", requests.RequestList.as_view(), name="requests"),
    path("recommendations/requests/<int:meeting>/ask/", requests.RequestsAsk.as_view(), name="requests_ask"),
    path("recommendations/requests/<int:meeting>/remind/", requests.RequestsRemind.as_view(), name="requests_remind"),
    *link_urls("links/progress", request_link.RequestByLink),
    path("recommendations/to-confirm/", proposals.ProposalList.as_view(), name="proposals"),
    path("status-proposals/<int:pk>/decline/", proposals.ProposalDecline.as_view(), name="proposal_decline"),
]
