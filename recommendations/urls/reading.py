"""The member's page, one recommendation, and the same rows as files."""

from django.urls import path

from recommendations.views import downloads, lists, overview, recommendation

urlpatterns = [
    path("recommendations/", lists.RecommendationList.as_view(), name="list"),
    path("recommendations/overview/", overview.RecommendationOverview.as_view(), name="overview"),
    path("recommendations.csv", downloads.RecommendationDownload.as_view(ending="csv"), name="csv"),
    path("recommendations.xlsx", downloads.RecommendationDownload.as_view(ending="xlsx"), name="xlsx"),
    path("recommendations/<int:pk>/", recommendation.RecommendationShow.as_view(), name="detail"),
]
