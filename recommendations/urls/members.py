"""What members ask."""

from django.urls import path

from recommendations.views import voice

urlpatterns = [
    *voice.CommentPages().get_urls(),
    path("recommendation-comments/<int:pk>/answer/", voice.CommentAnswer.as_view(), name="comment_answer"),
]
