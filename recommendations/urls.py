"""Addresses of recommendations, below a partnership's own address."""

from django.urls import path

from recommendations.views import downloads, lists, progress, recommendation, voice

app_name = "recommendations"

urlpatterns = [
    path("recommendations/", lists.RecommendationList.as_view(), name="list"),
    path("recommendations.csv", downloads.RecommendationCsv.as_view(), name="csv"),
    path("recommendations.xlsx", downloads.RecommendationSpreadsheet.as_view(), name="xlsx"),
    path("recommendations/<int:pk>/", recommendation.RecommendationShow.as_view(), name="detail"),
    path("recommendations/<int:pk>/progress/add/", progress.ProgressAdd.as_view(), name="progress_add"),
    path("recommendations/<int:pk>/status/change/", progress.StatusChangeAdd.as_view(), name="status_change"),
    path("recommendations/<int:pk>/comments/add/", voice.CommentAdd.as_view(), name="comment_add"),
    path("recommendation-comments/<int:pk>/answer/", voice.CommentAnswer.as_view(), name="comment_answer"),
    path("topic-groups/<int:pk>/", recommendation.TopicGroupShow.as_view(), name="topic_group"),
]
