"""Statuses, and proposals of them."""

from django.urls import path

from recommendations.views import proposals, status

urlpatterns = [
    path("recommendations/<int:pk>/status/change/", status.StatusChangeAdd.as_view(), name="status_change"),
    path("recommendations/<int:pk>/status/propose/", proposals.StatusPropose.as_view(), name="status_propose"),
    path("recommendations/to-confirm/", proposals.ProposalList.as_view(), name="proposals"),
    path("status-proposals/<int:pk>/decline/", proposals.ProposalDecline.as_view(), name="proposal_decline"),
]
