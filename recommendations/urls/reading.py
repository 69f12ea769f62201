"""The member's page, one recommendation, and the same rows as files."""

from django.urls import path

from recommendations.views import downloads, lists, recommendation

urlpatterns = [
    path("recommendations/", lists.RecommendationList.as_view(), name="list"),
    path("recommendations.csv", downloads.RecommendationDownload.as_view(ending="csv"), name="csv"),
    path("recommendations.xlsx", downloads.RecommendationDownload.as_view(ending="xlsx"), name="xlsx"),
    path("recommendations/<int:pk>/", recommendation.RecommendationShow.as_view(), name="detail"),
]
