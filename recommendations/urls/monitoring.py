"""Statuses, proposals of them, closing, and the review after twelve months."""

from django.urls import path

from recommendations.views import monitoring, proposals, reviews, status

urlpatterns = [
    path("recommendations/<int:pk>/status/change/", status.StatusChangeAdd.as_view(), name="status_change"),
    path("recommendations/<int:pk>/status/propose/", proposals.StatusPropose.as_view(), name="status_propose"),
    path("recommendations/to-confirm/", proposals.ProposalList.as_view(), name="proposals"),
    path("status-proposals/<int:pk>/decline/", proposals.ProposalDecline.as_view(), name="proposal_decline"),
    path("recommendations/close/", monitoring.RecommendationsClose.as_view(), name="close"),
    path("recommendations/<int:pk>/monitoring/stop/", monitoring.MonitoringStop.as_view(), name="monitoring_stop"),
    path(
        "recommendations/<int:pk>/monitoring/resume/", monitoring.MonitoringResume.as_view(), name="monitoring_resume"
    ),
    path("recommendations/reviews/", reviews.ReviewList.as_view(), name="reviews"),
    path("recommendations/<int:pk>/reviews/record/", reviews.ReviewRecord.as_view(), name="review_record"),
]
