"""The member's page, one recommendation, and the same rows as files."""

from django.urls import path

from recommendations.views import downloads, lists, recommendation

urlpatterns = [
    path("recommendations/", lists.RecommendationList.as_view(), name="list"),
    path("recommendations.csv", downloads.RecommendationCsv.as_view(), name="csv"),
    path("recommendations.xlsx", downloads.RecommendationSpreadsheet.as_view(), name="xlsx"),
    path("recommendations/<int:pk>/", recommendation.RecommendationShow.as_view(), name="detail"),
]
