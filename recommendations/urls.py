"""Recommendations, read by everyone, written by officers, commented on by members."""

from django.urls import path

from recommendations.views import delivery, downloads, editing, lists, owners, picks, recommendation, responses, voice

app_name = "recommendations"

ONE = "recommendations/<int:pk>"

urlpatterns = [
    path("recommendations/", lists.RecommendationList.as_view(), name="list"),
    path("recommendations.csv", downloads.RecommendationDownload.as_view(ending="csv"), name="csv"),
    path("recommendations.xlsx", downloads.RecommendationDownload.as_view(ending="xlsx"), name="xlsx"),
    path(f"{ONE}/", recommendation.RecommendationShow.as_view(), name="detail"),
    *voice.CommentPages().get_urls(),
    path("recommendation-comments/<int:pk>/answer/", voice.CommentAnswer.as_view(), name="comment_answer"),
    *editing.AddPages().get_urls(),
    *editing.DetailsPages().get_urls(),
    *editing.RewordPages().get_urls(),
    *responses.ResponsePages().get_urls(),
    *responses.ReportPages().get_urls(),
    *owners.OwnersPages().get_urls(),
    path(f"{ONE}/delivery/", delivery.DeliveryEdit.as_view(), name="delivery"),
    path(f"{ONE}/delivery/link/", delivery.DeliveryLink.as_view(), name="delivery_link"),
    path(f"{ONE}/delivery/unlink/", delivery.DeliveryUnlink.as_view(), name="delivery_unlink"),
    *picks.ActionPickPages().get_urls(),
    path("scrutiny/owners/", owners.OwnerList.as_view(), name="owners"),
    *owners.OwnerPages().get_urls(),
]
