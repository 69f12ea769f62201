"""Statuses, proposals of them, closing, and the review after twelve months."""

from django.urls import path

from recommendations.views import progress

urlpatterns = [
    path("recommendations/<int:pk>/status/change/", progress.StatusChangeAdd.as_view(), name="status_change"),
]
