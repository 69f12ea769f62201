"""Addresses of scrutiny, below a partnership's own address: a module for each part of the thread."""

from recommendations.urls import editing, members, monitoring, reading, reporting, requests

app_name = "recommendations"

urlpatterns = [
    *reading.urlpatterns,
    *members.urlpatterns,
    *editing.urlpatterns,
    *reporting.urlpatterns,
    *requests.urlpatterns,
    *monitoring.urlpatterns,
]
